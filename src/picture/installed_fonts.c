/* Whether there is any font to write with, for programs that leave the writing to another library.
 */
#include "installed_fonts.h"

#include "picture/library.h"

#include <fontconfig/fontconfig.h>
#include <stddef.h>

struct fontconfig {
    FcPattern *(*name_parse)(const FcChar8 *);
    void (*pattern_destroy)(FcPattern *);
    FcObjectSet *(*object_set_create)(void);
    void (*object_set_destroy)(FcObjectSet *);
    FcFontSet *(*font_list)(FcConfig *, FcPattern *, FcObjectSet *);
    void (*font_set_destroy)(FcFontSet *);
};

/* The library stays, with what it has read: whoever draws goes on with it. */
static int load(struct fontconfig *f)
{
    const struct library_function wanted[] = {
        {"FcNameParse", &f->name_parse},
        {"FcPatternDestroy", &f->pattern_destroy},
        {"FcObjectSetCreate", &f->object_set_create},
        {"FcObjectSetDestroy", &f->object_set_destroy},
        {"FcFontList", &f->font_list},
        {"FcFontSetDestroy", &f->font_set_destroy},
    };
    return library_load("libfontconfig.so.1", wanted, sizeof wanted / sizeof *wanted) == NULL;
}

int installed_fonts_any(void)
{
    struct fontconfig f;
    if (!load(&f))
        return 1;
    FcPattern *scalable = f.name_parse((const FcChar8 *)":scalable=true");
    FcObjectSet *nothing = f.object_set_create();
    FcFontSet *fonts =
        scalable != NULL && nothing != NULL ? f.font_list(NULL, scalable, nothing) : NULL;
    int is_any = fonts == NULL || fonts->nfont > 0;
    if (fonts != NULL)
        f.font_set_destroy(fonts);
    if (nothing != NULL)
        f.object_set_destroy(nothing);
    if (scalable != NULL)
        f.pattern_destroy(scalable);
    return is_any;
}
