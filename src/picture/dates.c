/* When a document says it was made: not when it was, so that the same input gives the same bytes. */
#include "dates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EPOCH_MAX 253402300799LL /* the last second of the year 9999 */

long long dates_epoch(void)
{
    const char *text = getenv("SOURCE_DATE_EPOCH");
    long long epoch = 0;
    if (text == NULL)
        return 0;
    for (; *text >= '0' && *text <= '9' && epoch <= EPOCH_MAX; text++)
        epoch = epoch * 10 + (*text - '0');
    return *text == '\0' && epoch <= EPOCH_MAX ? epoch : 0;
}

/* ---- The calendar, without the C library's, which asks for the time zone ---- */

struct date {
    int year, month, day; /* month and day from 1 */
    int weekday;          /* 0: Sunday */
    int hour, minute, second;
};

/* Years that begin in March end with the day that leap years add. */
static struct date date_of(long long epoch)
{
    long long days = epoch / 86400, second = epoch % 86400;
    long long shifted = days + 719468; /* since the first of March of the year 0 */
    long long era = shifted / 146097, day_of_era = shifted % 146097; /* of 400 years */
    long long year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    long long day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    long long march_month = (5 * day_of_year + 2) / 153;
    struct date date = {
        .month = (int)(march_month < 10 ? march_month + 3 : march_month - 9),
        .day = (int)(day_of_year - (153 * march_month + 2) / 5 + 1),
        .weekday = (int)((days + 4) % 7),
        .hour = (int)(second / 3600),
        .minute = (int)(second / 60 % 60),
        .second = (int)(second % 60),
    };
    date.year = (int)(era * 400 + year_of_era) + (date.month <= 2);
    return date;
}

void dates_iso(long long epoch, char text[DATES_SIZE])
{
    struct date d = date_of(epoch);
    snprintf(text, DATES_SIZE, "%04d-%02d-%02dT%02d:%02d:%02dZ", d.year, d.month, d.day, d.hour,
             d.minute, d.second);
}

/* "Thu Jan  1 00:00:00 1970", as ctime(3) writes it. */
static void write_postscript(long long epoch, char text[DATES_SIZE])
{
    static const char weekdays[] = "SunMonTueWedThuFriSat";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    struct date d = date_of(epoch);
    snprintf(text, DATES_SIZE, "%.3s %.3s %2d %02d:%02d:%02d %04d", weekdays + d.weekday * 3,
             months + (d.month - 1) * 3, d.day, d.hour, d.minute, d.second, d.year);
}

/* "D:19700101000000Z" */
static void write_pdf(long long epoch, char text[DATES_SIZE])
{
    struct date d = date_of(epoch);
    snprintf(text, DATES_SIZE, "D:%04d%02d%02d%02d%02d%02dZ", d.year, d.month, d.day, d.hour,
             d.minute, d.second);
}

/* ---- Documents ---- */

/* Fills what stands between start and one of the ends with as much of date as there is room for, and blanks. */
static void fill(char *start, const char *limit, const char *ends, const char *date)
{
    for (; start < limit && *start != '\0' && strchr(ends, *start) == NULL; start++)
        *start = *date != '\0' ? *date++ : ' ';
}

/* The first place behind mark from start on; NULL: there is none. */
static char *behind(char *start, const char *limit, const char *mark)
{
    size_t length = strlen(mark);
    for (; (size_t)(limit - start) >= length; start++) {
        start = memchr(start, mark[0], (size_t)(limit - start) - length + 1);
        if (start == NULL)
            return NULL;
        if (memcmp(start, mark, length) == 0)
            return start + length;
    }
    return NULL;
}

void dates_overwrite(char *bytes, size_t size, long long epoch)
{
    static const char *const pdf_marks[] = {"/CreationDate (", "/CreationDate(", "/ModDate (",
                                            "/ModDate("};
    char date[DATES_SIZE];
    const char *limit = bytes + size;
    if (size >= 5 && memcmp(bytes, "%PDF-", 5) == 0) {
        write_pdf(epoch, date);
        for (size_t i = 0; i < sizeof pdf_marks / sizeof *pdf_marks; i++)
            for (char *at = bytes; (at = behind(at, limit, pdf_marks[i])) != NULL;)
                fill(at, limit, ")", date);
    } else if (size >= 4 && memcmp(bytes, "%!PS", 4) == 0) {
        char *at = behind(bytes, limit, "\n%%CreationDate: ");
        write_postscript(epoch, date);
        if (at != NULL)
            fill(at, limit, "\r\n", date);
    }
}
