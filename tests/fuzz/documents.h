/* What must hold of documents, whatever they are made of. Each ends the process when it does not. */
#ifndef TESTS_FUZZ_DOCUMENTS_H
#define TESTS_FUZZ_DOCUMENTS_H

#include <stddef.h>

void require(int is_true);

void require_utf8(const char *bytes, size_t size);
void require_text(const char *bytes, size_t size); /* UTF-8, without controls but newlines */
void require_json(const char *bytes,
                  size_t size); /* RFC 8259, and nothing behind it but a newline */
void require_xml(const char *bytes, size_t size); /* well-formed, as expat sees it */
void require_csv(const char *bytes,
                 size_t size); /* RFC 4180, as many fields in every row; also with plain newlines */

#endif
