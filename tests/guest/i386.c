/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tests/guest/i386.c - makes one 32-bit system call (int 0x80) and says what
 * it returned. Built without any library: no 32-bit libc is needed.
 *
 * usage: i386 unlink PATH | rmdir PATH | rename OLD NEW |
 *	  open PATH [FLAGS [MODE]] | unlinkat FD PATH FLAGS |
 *	  ptrace [REQUEST PID ADDR DATA] | call NR [A1 .. A5]
 * A number is decimal or 0x; prints "NAME = RESULT".
 * Run a copy with another file name to choose its comm. */

enum { I386_EXIT = 1, I386_WRITE = 4, I386_OPEN = 5, I386_UNLINK = 10,
	I386_PTRACE = 26, I386_RENAME = 38, I386_RMDIR = 40,
	I386_UNLINKAT = 301 };	/* arch/x86/entry/syscalls/syscall_32.tbl */

static long call(long nr, const unsigned long a[5])
{
	long ret;

	__asm__ volatile("int $0x80" : "=a"(ret)
			 : "0"(nr), "b"(a[0]), "c"(a[1]), "d"(a[2]),
			   "S"(a[3]), "D"(a[4]) : "memory");
	return ret;
}

static unsigned long length(const char *s)
{
	unsigned long n = 0;

	while (s[n])
		n++;
	return n;
}

static int equal(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return *a == *b;
}

static void print(const char *s)
{
	const unsigned long a[5] = { 1, (unsigned long)s, length(s) };

	call(I386_WRITE, a);
}

static void print_number(long n)
{
	char buf[16], *p = buf + sizeof(buf) - 1;
	unsigned long u = n < 0 ? 0UL - (unsigned long)n : (unsigned long)n;

	*p = '\0';
	do {
		*--p = (char)('0' + u % 10);
		u /= 10;
	} while (u);
	if (n < 0)
		*--p = '-';
	print(p);
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return 16;
}

/* an argument that is no number is passed as the string that it is */
static unsigned long argument(const char *s)
{
	int negative = *s == '-', base = 10;
	const char *p = s + negative;
	unsigned long n = 0;

	if (p[0] == '0' && p[1] == 'x') {
		base = 16;
		p += 2;
	}
	if (!*p)
		return (unsigned long)s;
	for (; *p; p++) {
		if (digit(*p) >= base)
			return (unsigned long)s;
		n = n * (unsigned long)base + (unsigned long)digit(*p);
	}
	return negative ? 0UL - n : n;
}

static const struct {
	const char *name;
	long nr;
	int nargs;
} calls[] = {
	{ "unlink",   I386_UNLINK,   1 },
	{ "rmdir",    I386_RMDIR,    1 },
	{ "rename",   I386_RENAME,   2 },
	{ "open",     I386_OPEN,     1 },
	{ "unlinkat", I386_UNLINKAT, 3 },
	{ "ptrace",   I386_PTRACE,   0 },
};

static long find_call(int argc, char **argv, int *first)
{
	*first = 2;
	if (argc > 2 && equal(argv[1], "call")) {
		*first = 3;
		return (long)argument(argv[2]);
	}
	for (unsigned i = 0; i < sizeof(calls) / sizeof(*calls); i++)
		if (argc >= 2 + calls[i].nargs && equal(argv[1], calls[i].name))
			return calls[i].nr;
	return -1;
}

static int run(int argc, char **argv)
{
	/* the article's own call: ptrace(PTRACE_PEEKUSER, 2019, 24, ...) */
	unsigned long a[5] = { 0 };
	const unsigned long article[5] = { 3, 2019, 24, 0xbfffe718 };
	int first;
	long nr = argc > 1 ? find_call(argc, argv, &first) : -1, ret;

	if (nr < 0 || argc - first > 5) {
		print("usage: i386 CALL ARGUMENT...\n");
		return 2;
	}
	for (int i = first; i < argc; i++)
		a[i - first] = argument(argv[i]);
	ret = call(nr, nr == I386_PTRACE && argc == first ? article : a);
	print(argv[1]);
	print(" = ");
	print_number(ret);
	print("\n");
	return ret < 0;
}

__attribute__((used)) static void enter(long *stack)
{
	unsigned long status[5] = { 0 };

	status[0] = (unsigned long)run((int)stack[0], (char **)(stack + 1));
	call(I386_EXIT, status);
	__builtin_unreachable();
}

/* the kernel leaves argc and argv on the stack */
__asm__(".globl _start\n_start:\n\tmovl %esp, %eax\n\tandl $-16, %esp\n"
	"\tsubl $12, %esp\n\tpushl %eax\n\tcall enter\n");
