/* What every program does around its work. */
#include "program.h"

#include "cli/message.h"
#include "cli/output.h"
#include "cli/progress.h"

#include <pstats.h>
#include <stdio.h>
#if defined __GLIBC__ && !defined __UCLIBC__
#include <malloc.h>
#define HAS_MALLOPT
#endif

#define LARGE_BLOCK (2 << 20)
#define MOST_KEPT (1 << 30)

/* What is freed is asked for again soon, and all is given back at the end. glibc would return it to the system at once,
 * and get it back page by page, each with a fault; but for the large ones, which grow without being copied there. */
static void keep_freed_memory(void)
{
#ifdef HAS_MALLOPT
    mallopt(M_MMAP_THRESHOLD, LARGE_BLOCK);
    mallopt(M_TRIM_THRESHOLD, MOST_KEPT);
#endif
}

static int print_help(const struct program *program)
{
    options_print_help(program->options, stdout);
    return output_end_stdio();
}

static int print_version(const struct program *program)
{
    struct buffer versions = BUFFER_INIT;
    int has_all = program->append_versions == NULL || program->append_versions(&versions);
    printf("%s %s\nlibpstats %s\n%s", program->options->program, PSTATS_VERSION, pstats_version(),
           buffer_string(&versions));
    int exit_code = output_end_stdio();
    if (versions.failed)
        message_no_memory(&exit_code);
    else if (!has_all)
        exit_code = EXIT_OUTPUT;
    buffer_free(&versions);
    return exit_code;
}

int program_main(const struct program *program, void *settings, int argc, char **argv)
{
    struct option_strings paths = {NULL, 0, 0};
    int exit_code = EXIT_USAGE;
    keep_freed_memory();
    message_set_program(program->options->program);
    if (!output_prepare())
        return EXIT_OUTPUT;
    switch (options_parse(program->options, argc, argv, settings, &paths)) {
    case OPTIONS_HELP:
        exit_code = print_help(program);
        break;
    case OPTIONS_VERSION:
        exit_code = print_version(program);
        break;
    case OPTIONS_RUN:
        exit_code = program->run(settings, &paths);
        break;
    case OPTIONS_WRONG:
        break;
    case OPTIONS_FAILED:
        exit_code = EXIT_OUTPUT;
        break;
    }
    progress_clear();
    options_free(program->options, settings, &paths);
    return exit_code;
}
