/* A harness without a fuzzer: runs it on each file of the folders that are its arguments; those of the repository without
 * any. */
#define _DEFAULT_SOURCE
#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void stop(const char *what)
{
    fprintf(stderr, "replay: %s: %s\n", what, strerror(errno));
    exit(99);
}

static void run_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0)
        stop(path);
    size_t size = (size_t)ftell(file);
    rewind(file);
    uint8_t *bytes =
        malloc(size > 0 ? size : 1); /* no more, so that reading beyond the end is caught */
    if (bytes == NULL || fread(bytes, 1, size, file) != size)
        stop(path);
    fclose(file);
    LLVMFuzzerTestOneInput(bytes, size);
    free(bytes);
}

static size_t run_folder(const char *folder)
{
    struct dirent **entries;
    size_t done = 0;
    int count = scandir(folder, &entries, NULL, alphasort);
    if (count < 0)
        stop(folder);
    for (int i = 0; i < count; i++) {
        char path[4096];
        const char *dot = strrchr(entries[i]->d_name, '.');
        if (dot != NULL && (strcmp(dot, ".bin") == 0 || strcmp(dot, ".pstats") == 0)) {
            snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
            fprintf(stderr, "%s\n", path); /* the last one tells where it ended */
            run_file(path);
            done++;
        }
        free(entries[i]);
    }
    free(entries);
    return done;
}

int main(int argc, char **argv)
{
    size_t done = 0;
    if (argc == 1)
        done = run_folder("tests/fuzz/corpus") + run_folder("tests/data");
    for (int i = 1; i < argc; i++)
        done += run_folder(argv[i]);
    if (done == 0)
        fputs("replay: no file\n", stderr);
    return done == 0;
}
