/* What bytes that are no profile look like. Knows the beginnings of files, nothing else. */
#include "sniff.h"

#include "utf8.h"

#include <string.h>

struct beginning {
    const char *bytes;
    size_t size;
    const char *clause;
};

#define BEGINS(text, clause)                                                                       \
    {                                                                                              \
        text, sizeof(text) - 1, clause                                                             \
    }
#define DECOMPRESS "; decompress it first"
#define EXPECTS "; give the file that cProfile wrote"

/* The more specific ones first. */
static const struct beginning beginnings[] = {
    BEGINS("\x1f\x8b", "it is compressed with gzip" DECOMPRESS " (gunzip)"),
    BEGINS("BZh", "it is compressed with bzip2" DECOMPRESS " (bunzip2)"),
    BEGINS("\xfd"
           "7zXZ",
           "it is compressed with xz" DECOMPRESS " (unxz)"),
    BEGINS("\x28\xb5\x2f\xfd", "it is compressed with zstd" DECOMPRESS " (unzstd)"),
    BEGINS("\x04\x22\x4d\x18", "it is compressed with lz4" DECOMPRESS " (unlz4)"),
    BEGINS("PK\x03\x04", "it is a zip archive; unpack it and give the profile in it"),
    BEGINS("PK\x05\x06", "it is an empty zip archive" EXPECTS),
    BEGINS("7z\xbc\xaf\x27\x1c", "it is a 7z archive; unpack it and give the profile in it"),
    BEGINS("\x89PNG", "it is a PNG picture" EXPECTS),
    BEGINS("\xff\xd8\xff", "it is a JPEG picture" EXPECTS),
    BEGINS("GIF8", "it is a GIF picture" EXPECTS),
    BEGINS("%PDF", "it is a PDF document" EXPECTS),
    BEGINS("\xff\xfe", "it is text in UTF-16, as PowerShell writes what is redirected; "
                       "let the profiler write the file itself"),
    BEGINS("\x7f"
           "ELF",
           "it is a program or library (ELF)" EXPECTS),
    BEGINS("MZ", "it is a Windows program" EXPECTS),
    BEGINS("SQLite format 3", "it is an SQLite database" EXPECTS),
    BEGINS("PERFILE2", "it is a recording by perf; only Python's pstats dumps are read"),
    BEGINS("\xef\xbb\xbf",
           "it begins with a byte order mark, so an editor or a text-mode copy has changed it; "
           "copy it again in binary mode"),
    BEGINS("version https://git-lfs", "it is a Git LFS pointer, not the file; run 'git lfs pull'"),
    BEGINS("# callgrind format", "it is a callgrind file; only Python's pstats dumps are read"),
    BEGINS("version: 1\ncreator: callgrind",
           "it is a callgrind file; only Python's pstats dumps are read"),
    BEGINS("events:", "it is a callgrind file; only Python's pstats dumps are read"),
    BEGINS("<svg", "it is an SVG picture" EXPECTS),
    BEGINS("digraph", "it is a DOT graph, not a profile; draw it with 'dot'"),
    BEGINS("strict digraph", "it is a DOT graph, not a profile; draw it with 'dot'"),
};

static int begins_with(const unsigned char *bytes, size_t size, const char *text)
{
    size_t length = strlen(text);
    return size >= length && memcmp(bytes, text, length) == 0;
}

static int contains(const unsigned char *bytes, size_t size, const char *text)
{
    size_t length = strlen(text);
    for (size_t i = 0; i + length <= size; i++)
        if (bytes[i] == (unsigned char)text[0] && memcmp(bytes + i, text, length) == 0)
            return 1;
    return 0;
}

static int is_blank(unsigned char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

/* Protocols 2 and up begin with PROTO; 0 and 1 have no mark of their own. */
static int is_pickle(const unsigned char *bytes, size_t size)
{
    return size >= 3 && bytes[0] == 0x80 && bytes[1] >= 2 && bytes[1] <= 5;
}

/* A magic number, "\r\n", flags and a time; CPython's numbers were 62211 in 2.7 and have grown from 3000 since 3.0. */
static int is_bytecode(const unsigned char *bytes, size_t size)
{
    return size >= 8 && bytes[2] == '\r' && bytes[3] == '\n' &&
           ((bytes[1] >= 0x0b && bytes[1] <= 0x0f) || bytes[1] == 0xf3);
}

static int is_all(const unsigned char *bytes, size_t size, unsigned char byte)
{
    for (size_t i = 0; i < size; i++)
        if (bytes[i] != byte)
            return 0;
    return 1;
}

static int is_utf8(const unsigned char *bytes, size_t size)
{
    for (size_t i = 0; i < size;) {
        uint32_t code_point;
        size_t step = utf8_decode(bytes + i, size - i, &code_point);
        if (step == 0)
            return 0;
        i += step;
    }
    return 1;
}

/* Too few bytes are nothing in particular. */
static int is_text(const unsigned char *bytes, size_t size)
{
    for (size_t i = 0; i < size;) {
        uint32_t code_point;
        size_t step = utf8_decode(bytes + i, size - i, &code_point);
        if (step == 0 || (code_point < 0x20 && !is_blank(bytes[i]) && bytes[i] != '\f') ||
            code_point == 0x7f)
            return 0;
        i += step;
    }
    return size >= 4;
}

static int is_base64(const unsigned char *bytes, size_t size)
{
    static const char others[] = "+/=\r\n";
    for (size_t i = 0; i < size; i++)
        if (!(bytes[i] >= 'a' && bytes[i] <= 'z') && !(bytes[i] >= 'A' && bytes[i] <= 'Z') &&
            !(bytes[i] >= '0' && bytes[i] <= '9') &&
            memchr(others, bytes[i], sizeof others - 1) == NULL)
            return 0;
    return size >= 40;
}

static int is_json(const unsigned char *bytes, size_t size)
{
    size_t i = 0;
    if (size == 0 || (bytes[0] != '{' && bytes[0] != '['))
        return 0;
    for (i = 1; i < size && is_blank(bytes[i]);)
        i++;
    if (i == size)
        return 0;
    return bytes[i] == '"' || bytes[i] == '}' || bytes[i] == ']' ||
           (bytes[0] == '[' &&
            (bytes[i] == '{' || bytes[i] == '[' || (bytes[i] >= '0' && bytes[i] <= '9')));
}

static int is_markup(const unsigned char *bytes, size_t size)
{
    return size >= 2 && bytes[0] == '<' &&
           (bytes[1] == '!' || bytes[1] == '?' || (bytes[1] >= 'a' && bytes[1] <= 'z') ||
            (bytes[1] >= 'A' && bytes[1] <= 'Z'));
}

static const char *sniff_text(const unsigned char *bytes, size_t size)
{
    while (size > 0 && is_blank(*bytes)) {
        bytes++;
        size--;
    }
    if (is_json(bytes, size))
        return contains(bytes, size < 4096 ? size : 4096, "speedscope")
                   ? "it is a speedscope file (JSON); only Python's pstats dumps are read"
                   : "it is JSON; only Python's pstats dumps are read";
    if (is_markup(bytes, size))
        return contains(bytes, size < 512 ? size : 512, "<svg")
                   ? "it is an SVG picture" EXPECTS
                   : "it is HTML or XML, perhaps an error page in place of a download; fetch the "
                     "profile again";
    if (is_base64(bytes, size))
        return "it is text in base64; decode it first (base64 -d)";
    if (begins_with(bytes, size, "import ") || begins_with(bytes, size, "from ") ||
        begins_with(bytes, size, "#!") || contains(bytes, size < 4096 ? size : 4096, "\ndef "))
        return "it is a script, not a profile of one; run 'python3 -m cProfile -o output.pstats "
               "SCRIPT' first";
    return "it is text, not a profile" EXPECTS;
}

/* Writing through a text file on Windows leaves no line end but "\r\n". */
static int has_converted_line_ends(const unsigned char *bytes, size_t size)
{
    size_t count = 0;
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] != '\n')
            continue;
        if (i == 0 || bytes[i - 1] != '\r')
            return 0;
        count++;
    }
    return count > 0;
}

/* What a dump becomes when a tool took it for text. */
static const char *sniff_mangled(const unsigned char *bytes, size_t size)
{
    if (begins_with(bytes, size, "\n{") || begins_with(bytes, size, "\n\xfb"))
        return "a line end stands before the profile; copy it again in binary mode";
    if (begins_with(bytes, size, "\xc3\xbb"))
        return "it was converted to UTF-8 when something took it for text; copy it again in binary "
               "mode";
    if (is_utf8(bytes, size) && contains(bytes, size, "\xef\xbf\xbd")) /* a name may hold it, too */
        return "its bytes were replaced by U+FFFD when something took it for text; copy it again "
               "in binary mode";
    if ((bytes[0] == '{' || bytes[0] == 0xfb) && has_converted_line_ends(bytes, size))
        return "its line ends were converted on the way; copy it again in binary mode";
    return NULL;
}

const char *sniff(const unsigned char *bytes, size_t size)
{
    if (size == 0)
        return "it is empty; has the program that was profiled run to its end?";
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
        if (size >= beginnings[i].size &&
            memcmp(bytes, beginnings[i].bytes, beginnings[i].size) == 0)
            return beginnings[i].clause;
    if (is_pickle(bytes, size))
        return "it is a pickle (yappi's 'ystat' files are); save it as pstats instead (yappi: "
               "save(path, type='pstat'))";
    if (is_bytecode(bytes, size))
        return "it is compiled Python (.pyc), not a profile" EXPECTS;
    if (is_all(bytes, size, 0))
        return "it holds nothing but zero bytes; it was not written to its end";
    if (is_text(bytes, size))
        return sniff_text(bytes, size);
    return sniff_mangled(bytes, size);
}
