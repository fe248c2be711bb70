/* What a machine itself adds to the growth of a program: work that is linear, but goes through memory in no order. Prints
 * `random-reads PROCESSOR-SECONDS` for five reads a function, each of which must wait for the one before, in the 80 bytes
 * that a graph has for each.
 *
 *     random_reads FUNCTIONS */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define WORDS_A_FUNCTION 20
#define READS_A_FUNCTION 5

static double now_seconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static uint64_t next_random(uint64_t *state) /* xorshift64, Marsaglia 2003 */
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    return *state ^= *state << 17;
}

int main(int argc, char **argv)
{
    size_t count = argc > 1 ? strtoul(argv[1], NULL, 10) : 0, words = count * WORDS_A_FUNCTION;
    uint32_t *memory = count > 0 ? malloc(words * sizeof *memory) : NULL;
    uint64_t state = 1;
    if (memory == NULL) {
        fprintf(stderr, "random_reads: give a number of functions\n");
        return 2;
    }
    for (size_t i = 0; i < words; i++)
        memory[i] = (uint32_t)i & 1;
    double start = now_seconds();
    uint32_t read = 0;
    for (size_t i = 0; i < count * READS_A_FUNCTION; i++)
        read = memory[(next_random(&state) + read) % words];
    printf("random-reads %.6f\n", now_seconds() - start);
    free(memory);
    return read > 1; /* it is not: so the reads are not left out */
}
