# Builds, tests and installs everything; `make help` lists the targets and variables.
#
# A folder under src/ is a room: one link unit. src/lib (and src/formats) make the library; a room with a main.c makes
# the program of that name, linked with src/cli and src/picture; tests/ROOM/test_*.c test the room's objects.

VERSION   := $(shell sed -n 's/^.define PSTATS_VERSION "\(.*\)"/\1/p' include/pstats.h)
SOVERSION := 0

PREFIX     ?= /usr/local
BINDIR     ?= $(PREFIX)/bin
LIBDIR     ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
MANDIR     ?= $(PREFIX)/share/man
BASHDIR    ?= $(PREFIX)/share/bash-completion/completions
ZSHDIR     ?= $(PREFIX)/share/zsh/site-functions
FISHDIR    ?= $(PREFIX)/share/fish/vendor_completions.d

INSTALL    ?= install
NM         ?= nm
OBJCOPY    ?= objcopy
PKG_CONFIG ?= pkg-config
BUILD_ROOT ?= build

# ---- Flags -----------------------------------------------------------------------------------------------------------
# The user's CPPFLAGS, CFLAGS and LDFLAGS come last and may be replaced whole: nothing that the project needs is in them.

BUILD := $(BUILD_ROOT)/release
mode  :=
CFLAGS ?= -O2 -g
ifdef SANITIZE
BUILD := $(BUILD_ROOT)/sanitize
mode  := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
endif
ifdef COVERAGE
BUILD := $(BUILD_ROOT)/coverage
mode  := --coverage
CFLAGS = -O0 -g
endif
# Instrumented objects refer to hidden symbols of their runtime: only a plain build can hide its own.
is_plain := $(if $(SANITIZE)$(COVERAGE),,yes)

# Each word is tried, with the user's flags, and used where the compiler takes it without a word; commas are blanks.
HARDENING      ?= -U_FORTIFY_SOURCE,-D_FORTIFY_SOURCE=3 -fstack-protector-strong
HARDENING_LINK ?= -Wl,-z,relro -Wl,-z,now

warnings := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla $(if $(WERROR),-Werror)
base     := -std=c11 -D_XOPEN_SOURCE=700 -D_FILE_OFFSET_BITS=64 -Iinclude -Isrc -I$(BUILD)/embed \
            -fPIC -fvisibility=hidden -ffp-contract=off $(warnings) $(mode)
# The same figures on every machine: i386's x87 registers would round differently.
probed   := $(HARDENING) -msse2,-mfpmath=sse

Q    := $(if $(V),,@)
say   = $(if $(V),,@printf '  %-7s %s\n' $1 $2)
quote = '$(subst ','\'',$1)'

.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules

# What `deps…` installs has to be there before anything else runs, also under -j.
first := $(filter deps deps-%,$(MAKECMDGOALS))

# ---- Rooms -----------------------------------------------------------------------------------------------------------

# The pkg-config packages that a room is compiled and linked with; src/layers.txt says the same of headers.
uses_picture     := cairo-ft fontconfig freetype2
uses_pstats2dot  := libgvc libcgraph
uses_pstatsflame := cairo-ft
uses_tests       := check

programs := $(patsubst src/%/main.c,%,$(wildcard src/*/main.c))
drawing  := pstats2dot pstatsflame

sources = $(foreach room,$1,$(wildcard src/$(room)/*.c))
objects = $(patsubst %.c,$(BUILD)/%.o,$1)

lib_obj     := $(call objects,$(call sources,lib formats))
cli_obj     := $(call objects,$(call sources,cli))
picture_obj := $(call objects,$(call sources,picture))
support_obj := $(call objects,$(wildcard tests/support/*.c))
test_src    := $(wildcard tests/$(or $(ROOM),*)/test_*.c)
test_script := $(wildcard tests/$(or $(ROOM),*)/test_*.sh) $(if $(ROOM),,$(wildcard tests/check_*.sh))
tests       := $(test_src:%.c=$(BUILD)/%)

static  := $(BUILD)/libpstats.a
shared  := $(BUILD)/libpstats.so.$(VERSION)
cli     := $(if $(cli_obj),$(BUILD)/cli.a)
picture := $(if $(picture_obj),$(BUILD)/picture.a)
support := $(if $(support_obj),$(BUILD)/support.a)

all: lib $(programs:%=$(BUILD)/%)
lib: $(static) $(shared)

# ---- Compiling -------------------------------------------------------------------------------------------------------

# Rewritten only when the command that it holds changes; then everything is compiled again.
command := $(CC) $(base) $(probed) $(HARDENING_LINK) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS)
$(BUILD)/command: FORCE | $(first)
	$(Q)mkdir -p $(@D)
	$(Q)printf '%s\n' $(call quote,$(command)) | cmp -s - $@ || printf '%s\n' $(call quote,$(command)) > $@

$(BUILD)/probed.cflags: $(BUILD)/command tools/probe_flags.sh
	$(Q)CC=$(call quote,$(CC)) tools/probe_flags.sh $(call quote,$(mode) $(CPPFLAGS) $(CFLAGS) -c) $(probed) > $@

$(BUILD)/probed.ldflags: $(BUILD)/command tools/probe_flags.sh
	$(Q)CC=$(call quote,$(CC)) tools/probe_flags.sh $(call quote,$(mode) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS)) $(HARDENING_LINK) > $@

# What pkg-config says of a package. Its headers are not ours to warn about.
$(BUILD)/pkg/%.cflags: | $(first)
	$(Q)mkdir -p $(@D)
	$(Q)$(PKG_CONFIG) --cflags $* | sed 's/^-I/-isystem /; s/ -I/ -isystem /g' > $@.new
	$(Q)test -s $@.new && mv $@.new $@ || { rm -f $@.new; echo "$*: not found; 'make deps' installs what is missing" >&2; exit 1; }

$(BUILD)/pkg/%.ldflags: | $(first)
	$(Q)mkdir -p $(@D)
	$(Q)$(PKG_CONFIG) --libs $* > $@.new
	$(Q)test -s $@.new && mv $@.new $@ || { rm -f $@.new; echo "$*: not found; 'make deps' installs what is missing" >&2; exit 1; }

cflags_of  = $(foreach package,$1,$(BUILD)/pkg/$(package).cflags)
ldflags_of = $(foreach package,$1,$(BUILD)/pkg/$(package).ldflags)

$(BUILD)/%.o: %.c $(BUILD)/probed.cflags
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(base) $$(cat $(filter %.cflags,$^)) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@

# Data files become arrays of bytes, `static const unsigned char NAME_SUFFIX[]`, in src/ROOM as "ROOM/NAME.SUFFIX.embed.h".
embedded := $(foreach suffix,js css,$(wildcard src/*/*.$(suffix)))
embeds   := $(embedded:src/%=$(BUILD)/embed/%.embed.h)
$(BUILD)/embed/%.embed.h: src/% | $(first)
	$(call say,EMBED,$<)
	$(Q)mkdir -p $(@D)
	$(Q){ printf '/* Made from %s. */\nstatic const unsigned char %s[] = {\n' $< $(subst -,_,$(subst .,_,$(<F))); \
	      od -A n -v -t x1 $< | sed 's/ *\([0-9a-f][0-9a-f]\)/0x\1,/g'; echo '};'; } > $@

define room_rules
$(call objects,$(wildcard src/$1/*.c)): $(call cflags_of,$(uses_$1)) | $(filter $(BUILD)/embed/$1/%,$(embeds))
endef
$(foreach room,$(patsubst src/%/,%,$(wildcard src/*/)),$(eval $(call room_rules,$(room))))

# ---- Linking ---------------------------------------------------------------------------------------------------------

link = $(CC) $(mode) -pie -Wl,--as-needed $$(cat $(BUILD)/probed.ldflags) $(CFLAGS) $(LDFLAGS)

# One object whose hidden symbols are local, so that the static library exports what the shared one does.
$(static): $(lib_obj)
	$(call say,AR,$@)
	$(Q)rm -f $@
ifdef is_plain
	$(Q)$(CC) $(CFLAGS) -r -nostdlib $^ -o $(BUILD)/libpstats.o
	$(Q)$(OBJCOPY) --localize-hidden $(BUILD)/libpstats.o
	$(Q)$(AR) rcs $@ $(BUILD)/libpstats.o
else
	$(Q)$(AR) rcs $@ $^
endif

$(shared): $(lib_obj) $(BUILD)/probed.ldflags
	$(call say,LD,$@)
	$(Q)$(CC) $(mode) -shared -Wl,-soname,libpstats.so.$(SOVERSION) $(if $(is_plain),-Wl$(comma)-z$(comma)defs) \
	    $$(cat $(BUILD)/probed.ldflags) $(CFLAGS) $(LDFLAGS) $(lib_obj) -lm -o $@

comma := ,

$(BUILD)/cli.a: $(cli_obj)
$(BUILD)/picture.a: $(picture_obj)
$(BUILD)/support.a: $(support_obj)
$(BUILD)/cli.a $(BUILD)/picture.a $(BUILD)/support.a:
	$(call say,AR,$@)
	$(Q)rm -f $@
	$(Q)$(AR) rcs $@ $^

define program_rules
$(BUILD)/$1: packages := $(uses_$1) $(if $(filter $1,$(drawing)),$(uses_picture))
$(BUILD)/$1: $(call objects,$(call sources,$1)) $(if $(filter $1,$(drawing)),$(picture)) $(cli) $(static) \
             $(BUILD)/probed.ldflags $(call ldflags_of,$(uses_$1) $(if $(filter $1,$(drawing)),$(uses_picture)))
	$$(call say,LD,$$@)
	$(Q)$(link) $$(filter %.o %.a,$$^) $$$$(cat $(call ldflags_of,$(uses_$1) $(if $(filter $1,$(drawing)),$(uses_picture)))) -lm -o $$@
endef
$(foreach program,$(programs),$(eval $(call program_rules,$(program))))

# ---- Tests -----------------------------------------------------------------------------------------------------------

# A test is linked with the objects (not the library, which hides them) of the rooms below the one that it tests.
$(call objects,$(test_src)) $(support_obj): base += -Itests
$(call objects,$(test_src)) $(support_obj): $(call cflags_of,$(uses_tests)) | $(embeds)

# $1: a room with tests
is_drawing = $(filter $1,$(drawing) picture)
define test_rules
$(call objects,$(filter tests/$1/%,$(test_src))): $(call cflags_of,$(uses_$1))
$(filter $(BUILD)/tests/$1/%,$(tests)): %: %.o \
    $(if $(filter $1,lib formats cli picture),,$(filter-out %/main.o,$(call objects,$(call sources,$1)))) $(support) \
    $(if $(call is_drawing,$1),$(picture)) $(if $(filter $1,lib formats),,$(cli)) $(lib_obj) \
    $(BUILD)/probed.ldflags $(call ldflags_of,$(uses_tests) $(uses_$1) $(if $(call is_drawing,$1),$(uses_picture)))
	$$(call say,LD,$$@)
	$(Q)$(link) $$(filter %.o %.a,$$^) $$$$(cat $$(filter $(BUILD)/pkg/%,$$^)) -lm -o $$@
endef
$(foreach room,$(sort $(patsubst tests/%/,%,$(dir $(test_src)))),$(eval $(call test_rules,$(room))))

# ROOM=lib builds and runs the tests of one room alone.
check: $(if $(ROOM),$(filter $(BUILD)/$(ROOM),$(programs:%=$(BUILD)/%)),all) $(tests)
	$(Q)$(test_environment) tools/run_tests.sh $(tests) $(test_script)

# BUILD: where the programs and libraries are. MODE: empty for a plain build.
test_environment = BUILD=$(BUILD) MODE=$(call quote,$(mode)) CC=$(call quote,$(CC)) NM=$(call quote,$(NM)) MAKE=$(call quote,$(MAKE))

# ---- Installing ------------------------------------------------------------------------------------------------------

# GPROF2DOT=1 installs pstats2dot under the name of the program that it can stand in for, too.
alias := $(if $(GPROF2DOT),$(filter pstats2dot,$(programs)))

# What is installed: SOURCE:FOLDER/NAME:MODE
installed := $(programs:%=$(BUILD)/%:$(BINDIR)/%:755) \
    $(static):$(LIBDIR)/libpstats.a:644 $(shared):$(LIBDIR)/libpstats.so.$(VERSION):755 \
    include/pstats.h:$(INCLUDEDIR)/pstats.h:644 \
    $(foreach section,1 3 5,$(foreach page,$(wildcard man/*.$(section)),$(page):$(MANDIR)/man$(section)/$(notdir $(page)):644)) \
    $(foreach script,$(wildcard completions/*.bash),$(script):$(BASHDIR)/$(basename $(notdir $(script))):644) \
    $(foreach script,$(wildcard completions/_*),$(script):$(ZSHDIR)/$(notdir $(script)):644) \
    $(foreach script,$(wildcard completions/*.fish),$(script):$(FISHDIR)/$(notdir $(script)):644)
# Symbolic links: TARGET:FOLDER/NAME
linked := libpstats.so.$(VERSION):$(LIBDIR)/libpstats.so.$(SOVERSION) libpstats.so.$(SOVERSION):$(LIBDIR)/libpstats.so \
    $(if $(alias),$(alias):$(BINDIR)/gprof2dot $(if $(wildcard man/$(alias).1),$(alias).1:$(MANDIR)/man1/gprof2dot.1))
pc := $(LIBDIR)/pkgconfig/pstats.pc

field = $(word $2,$(subst :, ,$1))

install: all
	$(Q)$(foreach file,$(installed),$(INSTALL) -D -m $(call field,$(file),3) \
	    $(call field,$(file),1) $(call quote,$(DESTDIR)$(call field,$(file),2)) &&) true
	$(Q)$(foreach file,$(linked),ln -sf $(call field,$(file),1) $(call quote,$(DESTDIR)$(call field,$(file),2)) &&) true
	$(Q)mkdir -p $(call quote,$(DESTDIR)$(dir $(pc)))
	$(Q)sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(LIBDIR)|' -e 's|@INCLUDEDIR@|$(INCLUDEDIR)|' \
	    -e 's|@VERSION@|$(VERSION)|' pstats.pc.in > $(call quote,$(DESTDIR)$(pc))
	$(call say,INSTALL,$(DESTDIR)$(PREFIX))

uninstall:
	$(Q)rm -f $(foreach file,$(installed) $(linked) -:$(pc),$(call quote,$(DESTDIR)$(call field,$(file),2)))

clean:
	rm -rf $(BUILD_ROOT)

FORCE:
.PHONY: all lib check install uninstall clean FORCE
-include $(patsubst %.o,%.d,$(call objects,$(call sources,* ) $(test_src)) $(support_obj))
