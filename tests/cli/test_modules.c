/* Names of modules and packages, from their files. */
#include "cli/modules.h"

#include "cli/text.h"
#include "support/run_suite.h"

#include <check.h>
#include <stdlib.h>

static const struct {
    const char *file, *module, *package;
} files[] = {
    {"/usr/lib/python3.11/json/decoder.py", "json.decoder", "json"},
    {"/usr/lib/python3.11/json/__init__.py", "json", "json"},
    {"/usr/lib/python3.11/threading.py", "threading", "threading"},
    {"/usr/lib/python3/dist-packages/yaml/loader.py", "yaml.loader", "yaml"},
    {"/opt/python3.9/lib/python3.9/site-packages/a/b/c.py", "a.b.c", "a"},
    {"/x/lib/python3.13t/asyncio/tasks.py", "asyncio.tasks", "asyncio"},
    {"C:\\Python311\\Lib\\site-packages\\pkg\\mod.py", "pkg.mod", "pkg"},
    {"/home/me/src/app/views.py", "app.views", "app"}, /* /home/me/src is stripped */
    {"/home/me/other/tool.py", "tool", "other"},
    {"/home/me/other/pkg/__init__.py", "pkg", "other"},
    {"pkg/mod.py", "pkg.mod", "pkg"},
    {"script.py", "script", "script"},
    {"script", "script", "script"},
    {"/script.py", "script", "script"},
    {"<frozen importlib._bootstrap>", "importlib._bootstrap", "importlib"},
    {"<frozen runpy>", "runpy", "runpy"},
    {"<string>", "", ""},
    {"<frozen >", "", ""},
    {"~", "", ""},
    {"", "", ""},
    {"/home/me/.hidden", ".hidden", "me"},
};

START_TEST(files_tell_their_module_and_package)
{
    const char *prefix = "/home/me/src";
    const struct option_strings prefixes = {&prefix, 1, 1};
    struct buffer name = BUFFER_INIT;
    modules_append_name(&name, text_of(files[_i].file), 0, &prefixes);
    ck_assert_str_eq(buffer_string(&name), files[_i].module);
    buffer_cut(&name, 0);
    modules_append_name(&name, text_of(files[_i].file), 1, &prefixes);
    ck_assert_str_eq(buffer_string(&name), files[_i].package);
    buffer_free(&name);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("modules");
    TCase *all = tcase_create("all");
    tcase_add_loop_test(all, files_tell_their_module_and_package, 0, sizeof files / sizeof *files);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
