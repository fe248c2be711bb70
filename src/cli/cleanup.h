/* Ends that nobody planned: what must not stay behind, and what is said then. */
#ifndef CLI_CLEANUP_H
#define CLI_CLEANUP_H

#include <stddef.h>

/* From here on a signal that ends the program, or exit, removes the temporary file first. Signals
 * that were ignored when the program began, by nohup for instance, stay so. 0: out of memory, after
 * a message. */
int cleanup_start(void);

/* Creates a file that nothing had the name of, in the folder and after the name of target, with the
 * mode that new files have. Returns its descriptor, or -1 and errno. There is one such file at a
 * time. */
int cleanup_create_file(const char *target);

/* Of the folder that path is in, with the slash behind it; 0: the current one. */
size_t cleanup_folder_length(const char *path);

/* It takes target's place, and the output is complete: 0, or -1 and errno. */
int cleanup_rename_file(const char *target);
void cleanup_remove_file(void); /* does nothing when there is none */

/* The output is what it should be: from here on it does not matter how a library's thread ends, which may still be at
 * work on what nobody asks for any more. */
void cleanup_complete(void);

/* From here on a library may end the program by itself, as Graphviz does when memory runs out, or
 * crash. Then a message with this clause is printed, and the exit code is EXIT_OUTPUT. NULL: from
 * here on it may not. clause is not copied. Whatever crashes, the temporary file is removed. */
void cleanup_expect_exit(const char *clause);

#endif
