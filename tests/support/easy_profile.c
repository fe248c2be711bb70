/* A profile whose figures are easy. */
#include "easy_profile.h"

#include "marshal_writer.h"
#include "run_program.h"
#include "small_profiles.h"

static struct marshal_writer *w;

static void put_caller(const char *file, const char *name, int64_t calls, int64_t primitive,
                       double self, double cumulative)
{
    put_key(w, file, 1, name);
    put_caller_figures(w, calls, primitive, self, cumulative);
}

void easy_profile_write(int64_t len_calls)
{
    w = marshal_writer_new(4);
    put_dict_begin(w);
    put_function_begin(w, EASY_MAIN, 1, "main", 1, 1, 1.0, 10.0);
    put_dict_end(w);
    put_function_begin(w, EASY_MAIN, 1, "work", 3, 4, 6.0, 8.0);
    put_caller(EASY_MAIN, "main", 3, 3, 5.0, 8.0);
    put_caller(EASY_MAIN, "work", 1, 1, 1.0, 1.0);
    put_dict_end(w);
    put_function_begin(w, EASY_MAIN, 1, "rest", 1, 1, 1.0, 1.0);
    put_caller(EASY_MAIN, "main", 1, 1, 1.0, 1.0);
    put_dict_end(w);
    put_function_begin(w, EASY_TOOLS, 1, "helper", 8, 8, 2.0, 2.0);
    put_caller(EASY_MAIN, "work", 8, 8, 2.0, 2.0);
    put_dict_end(w);
    put_function_begin(w, "~", 0, "<len>", len_calls, len_calls, 0.0, 0.0);
    if (len_calls > 0)
        put_caller(EASY_TOOLS, "helper", len_calls, len_calls, 0.0, 0.0);
    put_dict_end(w);
    put_dict_end(w);
    save_written("in.pstats", w);
}
