/* Whether there is any font to write with, for programs that leave the writing to another library.
 */
#ifndef PICTURE_INSTALLED_FONTS_H
#define PICTURE_INSTALLED_FONTS_H

/* 0: none that can be scaled; what is drawn then has no text, though nobody else says so. Where
 * fontconfig is not there to ask, 1. */
int installed_fonts_any(void);

#endif
