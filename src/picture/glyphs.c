/* Which glyph of which font shows a character. */
#include "glyphs.h"

#include <cairo-ft.h>
#include <fontconfig/fontconfig.h>
#include <stdlib.h>
#include <string.h>

#define SIZE 1000.0 /* of the fonts that advances are measured with */
#define NO_FACE UINT32_MAX

struct face {
    FcPattern *pattern; /* NULL: what cairo has when there is no font */
    cairo_font_face_t *face;
    cairo_scaled_font_t *scaled; /* at SIZE */
};

struct glyphs {
    char *family; /* as asked for */
    FcPattern *wanted;
    FcFontSet *
        helpers; /* fonts in the order in which they come near what is wanted; NULL: not listed yet */
    struct face *faces;
    size_t face_count;
    struct glyph *slots; /* a hash table by code point; free where advance is below 0 */
    size_t slot_count, used_count;
};

/* ---- Fonts ---- */

/* No language from the environment, no hinting: the same glyphs at the same places everywhere. */
static FcPattern *make_pattern(const char *family)
{
    FcPattern *pattern = FcPatternCreate();
    if (pattern == NULL)
        return NULL;
    FcPatternAddString(pattern, FC_FAMILY, (const FcChar8 *)family);
    FcPatternAddString(pattern, FC_LANG, (const FcChar8 *)"en");
    FcPatternAddBool(pattern, FC_SCALABLE, FcTrue);
    FcConfigSubstitute(NULL, pattern, FcMatchPattern);
    FcDefaultSubstitute(pattern);
    return pattern;
}

cairo_scaled_font_t *glyphs_scaled_font(const struct glyphs *glyphs, uint32_t face, double size_px)
{
    cairo_matrix_t size, identity;
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_matrix_init_scale(&size, size_px, size_px);
    cairo_matrix_init_identity(&identity);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_scaled_font_t *scaled =
        cairo_scaled_font_create(glyphs->faces[face].face, &size, &identity, options);
    cairo_font_options_destroy(options);
    if (cairo_scaled_font_status(scaled) == CAIRO_STATUS_SUCCESS)
        return scaled;
    cairo_scaled_font_destroy(scaled);
    return NULL;
}

static void drop_face(struct face *face)
{
    if (face->scaled != NULL)
        cairo_scaled_font_destroy(face->scaled);
    if (face->face != NULL)
        cairo_font_face_destroy(face->face);
    if (face->pattern != NULL)
        FcPatternDestroy(face->pattern);
}

/* Room for one face more. Apart from adding it, since a font that does not open is no lack of
 * memory. */
static int reserve_face(struct glyphs *glyphs)
{
    struct face *grown = realloc(glyphs->faces, (glyphs->face_count + 1) * sizeof *grown);
    if (grown != NULL)
        glyphs->faces = grown;
    return grown != NULL;
}

/* Into the room that is reserved. Takes pattern over, also on failure. NULL: cairo's own strokes.
 */
static int add_face(struct glyphs *glyphs, FcPattern *pattern)
{
    struct face face = {.pattern = pattern};
    face.face = pattern != NULL ? cairo_ft_font_face_create_for_pattern(pattern)
                                : cairo_toy_font_face_create("monospace", CAIRO_FONT_SLANT_NORMAL,
                                                             CAIRO_FONT_WEIGHT_NORMAL);
    glyphs->faces[glyphs->face_count] = face;
    face.scaled = glyphs_scaled_font(glyphs, (uint32_t)glyphs->face_count, SIZE);
    if (face.scaled == NULL) {
        drop_face(&face);
        return 0;
    }
    glyphs->faces[glyphs->face_count++] = face;
    return 1;
}

/* ---- Characters ---- */

static unsigned long char_index(const struct face *face, uint32_t code_point)
{
    FT_Face ft_face = cairo_ft_scaled_font_lock_face(face->scaled);
    if (ft_face == NULL)
        return 0;
    unsigned long index = FT_Get_Char_Index(ft_face, code_point);
    cairo_ft_scaled_font_unlock_face(face->scaled);
    return index;
}

static int is_helper(FcPattern *font, uint32_t code_point)
{
    FcCharSet *characters;
    FcBool is_outline = FcFalse, is_coloured = FcFalse;
    FcPatternGetBool(font, FC_OUTLINE, 0, &is_outline);
#ifdef FC_COLOR
    FcPatternGetBool(font, FC_COLOR, 0, &is_coloured);
#endif
    return is_outline && !is_coloured &&
           FcPatternGetCharSet(font, FC_CHARSET, 0, &characters) == FcResultMatch &&
           FcCharSetHasChar(characters, code_point);
}

static int is_same_font(FcPattern *a, FcPattern *b)
{
    FcChar8 *first, *second;
    int first_index = 0, second_index = 0;
    FcPatternGetInteger(a, FC_INDEX, 0, &first_index);
    FcPatternGetInteger(b, FC_INDEX, 0, &second_index);
    return first_index == second_index &&
           FcPatternGetString(a, FC_FILE, 0, &first) == FcResultMatch &&
           FcPatternGetString(b, FC_FILE, 0, &second) == FcResultMatch &&
           strcmp((const char *)first, (const char *)second) == 0;
}

/* The face that has the character, opened if need be; 0, the main one, when none has; NO_FACE: out
 * of memory. */
static uint32_t find_helper(struct glyphs *glyphs, uint32_t code_point)
{
    FcResult result;
    if (glyphs->helpers == NULL)
        glyphs->helpers = FcFontSort(NULL, glyphs->wanted, FcTrue, NULL, &result);
    for (int i = 0; glyphs->helpers != NULL && i < glyphs->helpers->nfont; i++) {
        FcPattern *font = glyphs->helpers->fonts[i];
        if (!is_helper(font, code_point))
            continue;
        for (size_t face = 0; face < glyphs->face_count; face++)
            if (is_same_font(glyphs->faces[face].pattern, font))
                return (uint32_t)face;
        if (!reserve_face(glyphs))
            return NO_FACE;
        FcPattern *prepared = FcFontRenderPrepare(NULL, glyphs->wanted, font);
        if (prepared != NULL && add_face(glyphs, prepared))
            return (uint32_t)glyphs->face_count - 1;
    }
    return 0;
}

/* For cairo's own strokes, which have no FreeType font behind them. */
static unsigned long stroke_index(const struct face *face, uint32_t code_point)
{
    const char text[] = {code_point < 0x7f && code_point >= ' ' ? (char)code_point : '?', '\0'};
    cairo_glyph_t *found = NULL;
    int count = 0;
    unsigned long index = 0;
    cairo_status_t status = cairo_scaled_font_text_to_glyphs(face->scaled, 0.0, 0.0, text, 1,
                                                             &found, &count, NULL, NULL, NULL);
    if (status == CAIRO_STATUS_SUCCESS && count > 0)
        index = found[0].index;
    cairo_glyph_free(found);
    return index;
}

static int make_glyph(struct glyphs *glyphs, uint32_t code_point, struct glyph *made)
{
    cairo_text_extents_t extents;
    *made = (struct glyph){.code_point = code_point};
    if (glyphs->faces[0].pattern == NULL) {
        made->index = stroke_index(&glyphs->faces[0], code_point);
    } else {
        made->index = char_index(&glyphs->faces[0], code_point);
        if (made->index == 0) {
            made->face = find_helper(glyphs, code_point);
            if (made->face == NO_FACE)
                return 0;
            made->index = char_index(&glyphs->faces[made->face], code_point);
        }
    }
    cairo_glyph_t glyph = {made->index, 0.0, 0.0};
    cairo_scaled_font_t *scaled = glyphs->faces[made->face].scaled;
    cairo_scaled_font_glyph_extents(scaled, &glyph, 1, &extents);
    made->advance = extents.x_advance > 0.0 ? extents.x_advance / SIZE : 0.0;
    return cairo_scaled_font_status(scaled) == CAIRO_STATUS_SUCCESS;
}

/* ---- Remembering ---- */

static size_t find_slot(const struct glyphs *glyphs, uint32_t code_point)
{
    size_t mask = glyphs->slot_count - 1, slot = (code_point * UINT32_C(2654435761) >> 7) & mask;
    while (glyphs->slots[slot].advance >= 0.0 && glyphs->slots[slot].code_point != code_point)
        slot = (slot + 1) & mask;
    return slot;
}

static int grow(struct glyphs *glyphs)
{
    struct glyph *old = glyphs->slots;
    size_t old_count = glyphs->slot_count, count = old_count > 0 ? old_count * 2 : 512;
    struct glyph *slots = malloc(count * sizeof *slots);
    if (slots == NULL)
        return 0;
    for (size_t i = 0; i < count; i++)
        slots[i].advance = -1.0;
    glyphs->slots = slots;
    glyphs->slot_count = count;
    for (size_t i = 0; i < old_count; i++)
        if (old[i].advance >= 0.0)
            slots[find_slot(glyphs, old[i].code_point)] = old[i];
    free(old);
    return 1;
}

const struct glyph *glyphs_find(struct glyphs *glyphs, uint32_t code_point)
{
    size_t slot = find_slot(glyphs, code_point);
    if (glyphs->slots[slot].advance >= 0.0)
        return &glyphs->slots[slot];
    if (glyphs->used_count * 2 >= glyphs->slot_count) {
        if (!grow(glyphs))
            return NULL;
        slot = find_slot(glyphs, code_point);
    }
    struct glyph made;
    if (!make_glyph(glyphs, code_point, &made))
        return NULL;
    glyphs->slots[slot] = made;
    glyphs->used_count++;
    return &glyphs->slots[slot];
}

/* ---- The whole ---- */

static int has_fonts(void)
{
    FcFontSet *installed = FcConfigGetFonts(NULL, FcSetSystem);
    FcFontSet *added = FcConfigGetFonts(NULL, FcSetApplication);
    return (installed != NULL && installed->nfont > 0) || (added != NULL && added->nfont > 0);
}

struct glyphs *glyphs_new(const char *family)
{
    FcResult result;
    FcPattern *found = NULL;
    struct glyphs *glyphs = calloc(1, sizeof *glyphs);
    if (glyphs == NULL)
        return NULL;
    size_t family_size = strlen(family) + 1;
    glyphs->family = malloc(family_size);
    glyphs->wanted = make_pattern(family);
    if (glyphs->family == NULL || glyphs->wanted == NULL || !grow(glyphs) || !reserve_face(glyphs))
        goto failed;
    memcpy(glyphs->family, family, family_size);
    if (has_fonts())
        found = FcFontMatch(NULL, glyphs->wanted, &result);
    if (add_face(glyphs, found) || (found != NULL && add_face(glyphs, NULL)))
        return glyphs;
failed:
    glyphs_free(glyphs);
    return NULL;
}

void glyphs_free(struct glyphs *glyphs)
{
    if (glyphs == NULL)
        return;
    for (size_t i = 0; i < glyphs->face_count; i++)
        drop_face(&glyphs->faces[i]);
    free(glyphs->faces);
    if (glyphs->helpers != NULL)
        FcFontSetDestroy(glyphs->helpers);
    if (glyphs->wanted != NULL)
        FcPatternDestroy(glyphs->wanted);
    free(glyphs->slots);
    free(glyphs->family);
    free(glyphs);
}

int glyphs_have_no_font(const struct glyphs *glyphs)
{
    return glyphs->faces[0].pattern == NULL;
}

const char *glyphs_substitute(const struct glyphs *glyphs)
{
    static const char *const kinds[] = {"monospace", "sans-serif", "sans", "serif", "system-ui"};
    FcPattern *found = glyphs->faces[0].pattern;
    FcChar8 *name, *first = NULL;
    if (found == NULL)
        return NULL;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (FcStrCmpIgnoreCase((const FcChar8 *)kinds[i], (const FcChar8 *)glyphs->family) == 0)
            return NULL;
    for (int i = 0; FcPatternGetString(found, FC_FAMILY, i, &name) == FcResultMatch; i++) {
        if (FcStrCmpIgnoreCase(name, (const FcChar8 *)glyphs->family) == 0)
            return NULL;
        first = first != NULL ? first : name;
    }
    return (const char *)first;
}
