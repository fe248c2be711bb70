# Builds, tests and installs everything; `make help` lists the targets and variables.
#
# A folder under src/ is a room: one link unit. src/lib (and src/formats) make the library; a room with a main.c makes
# the program of that name, linked with src/cli, src/stacks and, where it draws, src/picture; tests/ROOM/test_*.c test
# the room's objects.

VERSION   := $(shell sed -n 's/^.define PSTATS_VERSION "\(.*\)"/\1/p' include/pstats.h)
SOVERSION := 0

all: # the default; its rule is below

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
READELF    ?= readelf
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
# For fuzzers, and for MemorySanitizer; clang alone has both.
ifdef FUZZ
BUILD := $(BUILD_ROOT)/fuzz
mode  := -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
CFLAGS = -O1 -g
endif
ifdef MSAN
BUILD := $(BUILD_ROOT)/msan
mode  := -fsanitize=memory -fsanitize-memory-track-origins -fno-sanitize-recover=all -fno-omit-frame-pointer
CFLAGS = -O1 -g
HARDENING = -U_FORTIFY_SOURCE# it does not know the checking functions
endif
ifdef COVERAGE
BUILD := $(BUILD_ROOT)/coverage
mode  := --coverage
CFLAGS = -O0 -g
endif
# Instrumented objects refer to hidden symbols of their runtime: only a plain build can hide its own.
is_plain := $(if $(SANITIZE)$(COVERAGE)$(FUZZ)$(MSAN),,yes)

# Each word is tried, with the user's flags, and used where the compiler takes it without a word; commas are blanks.
HARDENING      ?= -U_FORTIFY_SOURCE,-D_FORTIFY_SOURCE=3 -fstack-protector-strong
HARDENING_LINK ?= -Wl,-z,relro -Wl,-z,now

warnings := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla $(if $(WERROR),-Werror)
base     := -std=c11 -D_XOPEN_SOURCE=700 -D_FILE_OFFSET_BITS=64 -Iinclude -Isrc -I$(BUILD)/embed \
            -fPIC -fvisibility=hidden -ffp-contract=off $(warnings) $(mode)
# The same figures on every machine: i386's x87 registers would round differently.
probed   := $(HARDENING) -msse2,-mfpmath=sse
# For a partial link: code, not the intermediate form, also of objects made with -flto; and no groups of sections, of which
# i386 has one for each register that holds where code is: the linker would drop those that a program has, too
partial  := -flinker-output=nolto-rel -Wl,--force-group-allocation

# dlopen has a library of its own in glibc before 2.34
libraries := -ldl -lm

Q    := $(if $(V),,@)
say   = $(if $(V),,@printf '  %-7s %s\n' $1 $2)
quote = '$(subst ','\'',$1)'

.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules

# What the deps targets install has to be there before anything else runs, also under -j.
first := $(filter deps deps-%,$(MAKECMDGOALS))

# ---- Rooms -----------------------------------------------------------------------------------------------------------

# The pkg-config packages that a room is compiled and linked with; src/layers.txt says the same of headers.
uses_picture     := cairo-ft fontconfig freetype2
uses_pstats2dot  := libcgraph
uses_pstatsflame := cairo-ft
uses_tests       := check
# Those that it is compiled with, and loads where they are wanted, under the name NAME_SONAME
loads_pstats2dot := libgvc

programs := $(patsubst src/%/main.c,%,$(wildcard src/*/main.c))
drawing  := pstats2dot pstatsflame

sources = $(foreach room,$1,$(wildcard src/$(room)/*.c))
objects = $(patsubst %.c,$(BUILD)/%.o,$1)

lib_obj     := $(call objects,$(call sources,lib formats))
cli_obj     := $(call objects,$(call sources,cli))
picture_obj := $(call objects,$(call sources,picture))
stacks_obj  := $(call objects,$(call sources,stacks))
support_obj := $(call objects,$(wildcard tests/support/*.c))
test_src    := $(wildcard tests/$(or $(ROOM),*)/test_*.c)
test_script := $(wildcard tests/$(or $(ROOM),*)/test_*.sh) $(if $(ROOM),,$(wildcard tests/check_*.sh))
tests       := $(test_src:%.c=$(BUILD)/%)
harnesses   := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
replays     := $(harnesses:%=$(BUILD)/tests/fuzz/replay_%)
fuzz_obj    := $(call objects,$(wildcard tests/fuzz/*.c))
tests       += $(if $(filter $(or $(ROOM),fuzz),fuzz),$(replays))
test_tools  := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/tools/*.c))
fault_obj   := $(call objects,$(filter-out %/shim.c,$(wildcard tests/faults/*.c)))
bench_tools := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/bench/*.c))
examples    := $(patsubst %.c,$(BUILD)/%,$(wildcard examples/*.c))

static  := $(BUILD)/libpstats.a
shared  := $(BUILD)/libpstats.so.$(VERSION)
cli     := $(if $(cli_obj),$(BUILD)/cli.a)
picture := $(if $(picture_obj),$(BUILD)/picture.a)
stacks  := $(if $(stacks_obj),$(BUILD)/stacks.a)
support := $(if $(support_obj),$(BUILD)/support.a)

#? all               the library and the programs (the default)
#? lib               the library alone
#? examples          the programs of examples/
all: lib $(programs:%=$(BUILD)/%)
lib: $(static) $(shared)
examples: $(examples)

# ---- Compiling -------------------------------------------------------------------------------------------------------

# Rewritten only when the command that it holds changes; then everything is compiled again.
command := $(CC) $(base) $(probed) $(partial) $(HARDENING_LINK) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS)
$(BUILD)/command: FORCE | $(first)
	$(Q)mkdir -p $(@D)
	$(Q)printf '%s\n' $(call quote,$(command)) | cmp -s - $@ || printf '%s\n' $(call quote,$(command)) > $@

probe = CC=$(call quote,$(CC)) tools/probe_flags.sh
user_flags := $(call quote,$(CPPFLAGS) $(CFLAGS))

$(BUILD)/probed.cflags: $(BUILD)/command tools/probe_flags.sh
	$(Q)$(probe) compile $(user_flags) '' $(probed) > $@

$(BUILD)/probed.ldflags: $(BUILD)/command tools/probe_flags.sh
	$(Q)$(probe) link $(user_flags) $(call quote,$(LDFLAGS)) $(HARDENING_LINK) > $@

$(BUILD)/probed.partial: $(BUILD)/command tools/probe_flags.sh
	$(Q)$(probe) link $(user_flags) '-r -nostdlib' $(partial) > $@

# What pkg-config says of a package. Its headers are not ours to warn about.
# $1: what to ask for
ask_pkg_config = mkdir -p $(@D) && flags=$$($(PKG_CONFIG) $1 $*) && printf '%s\n' "$$flags" > $@ || \
    { echo "$*: not found; 'make deps' installs what is missing" >&2; exit 1; }

$(BUILD)/pkg/%.cflags: | $(first)
	$(Q)$(call ask_pkg_config,--cflags)
	$(Q)sed -i 's/^-I/-isystem /; s/ -I/ -isystem /g' $@

$(BUILD)/pkg/%.ldflags: | $(first)
	$(Q)$(call ask_pkg_config,--libs)

.PRECIOUS: $(BUILD)/pkg/%.ldflags
# debian/rules looks into the shared object for what the programs depend on.
$(BUILD)/pkg/%.soname: $(BUILD)/pkg/%.ldflags $(BUILD)/command tools/probe_soname.sh
	$(Q)name=$$(CC=$(call quote,$(CC)) READELF=$(call quote,$(READELF)) tools/probe_soname.sh $* \
	    $(call quote,$(CFLAGS) $(LDFLAGS)) "$$(cat $<)" $(@D)/$*.soname.so) && \
	    printf '%s_SONAME="%s"\n' "$$(echo $* | tr a-z A-Z)" "$$name" | sed 's/^/-D/' > $@

cflags_of  = $(foreach package,$1,$(BUILD)/pkg/$(package).cflags)
soname_of  = $(foreach package,$1,$(BUILD)/pkg/$(package).soname)
ldflags_of = $(foreach package,$1,$(BUILD)/pkg/$(package).ldflags)

$(BUILD)/%.o: %.c $(BUILD)/probed.cflags
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(base) $$(cat $(filter %.cflags %.soname,$^)) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@

# Data files become arrays of bytes, `static const unsigned char NAME_SUFFIX[]`; NAME.SUFFIX of src/ROOM becomes
# "ROOM/NAME.SUFFIX.embed.h". Indentation, comments at the end of lines and blanks around operators stay behind: every file
# that is delivered carries them.
embedded := $(foreach suffix,js css,$(wildcard src/*/*.$(suffix)))
embeds   := $(embedded:src/%=$(BUILD)/embed/%.embed.h)
squeezed_js  := s/ \(=>\|===\|!==\|&&\|||\|=\) /\1/g
squeezed_css := s/\([:;]\) /\1/g; s/ {/{/g
$(BUILD)/embed/%.embed.h: src/% | $(first)
	$(call say,EMBED,$<)
	$(Q)mkdir -p $(@D)
	$(Q){ printf '/* Made from %s. */\nstatic const unsigned char %s[] = {\n' $< $(subst -,_,$(subst .,_,$(<F))); \
	      sed 's/^ *//; s/ *\/\*[^*]*\*\/$$//; /^\/\*/,/\*\/$$/d; /^$$/d; $(squeezed_$(subst .,,$(suffix $<)))' $< | od -A n -v -t x1 | sed 's/ *\([0-9a-f][0-9a-f]\)/0x\1,/g'; echo '};'; } > $@

define room_rules
$(call objects,$(wildcard src/$1/*.c)): $(call cflags_of,$(uses_$1) $(loads_$1)) $(call soname_of,$(loads_$1)) | $(filter $(BUILD)/embed/$1/%,$(embeds))
endef
$(foreach room,$(patsubst src/%/,%,$(wildcard src/*/)),$(eval $(call room_rules,$(room))))

# ---- Linking ---------------------------------------------------------------------------------------------------------

link = $(CC) $(mode) -pie -Wl,--as-needed $$(cat $(BUILD)/probed.ldflags) $(CFLAGS) $(LDFLAGS)

# One object whose hidden symbols are local, so that the static library exports what the shared one does.
$(static): $(lib_obj) $(BUILD)/probed.partial
	$(call say,AR,$@)
	$(Q)rm -f $@
ifdef is_plain
	$(Q)$(CC) $(CFLAGS) -r -nostdlib $$(cat $(BUILD)/probed.partial) $(lib_obj) -o $(BUILD)/libpstats.o
	$(Q)$(OBJCOPY) --localize-hidden $(BUILD)/libpstats.o
	$(Q)$(AR) rcs $@ $(BUILD)/libpstats.o
else
	$(Q)$(AR) rcs $@ $(lib_obj)
endif

$(shared): $(lib_obj) $(BUILD)/probed.ldflags
	$(call say,LD,$@)
	$(Q)$(CC) $(mode) -shared -Wl,-soname,libpstats.so.$(SOVERSION) $(if $(is_plain),-Wl$(comma)-z$(comma)defs) \
	    $$(cat $(BUILD)/probed.ldflags) $(CFLAGS) $(LDFLAGS) $(lib_obj) -lm -o $@

comma := ,

$(BUILD)/cli.a: $(cli_obj)
$(BUILD)/picture.a: $(picture_obj)
$(BUILD)/stacks.a: $(stacks_obj)
$(BUILD)/support.a: $(support_obj)
$(BUILD)/cli.a $(BUILD)/picture.a $(BUILD)/stacks.a $(BUILD)/support.a:
	$(call say,AR,$@)
	$(Q)rm -f $@
	$(Q)$(AR) rcs $@ $^

is_drawing = $(filter $1,$(drawing) picture)
# The packages that room $1 and the picture room below it are linked with
linked_with = $(uses_$1) $(if $(call is_drawing,$1),$(uses_picture))

define program_rules
$(BUILD)/$1: $(call objects,$(call sources,$1)) $(if $(call is_drawing,$1),$(picture)) $(stacks) $(cli) $(static) \
             $(BUILD)/probed.ldflags $(call ldflags_of,$(call linked_with,$1))
	$$(call say,LD,$$@)
	$(Q)$$(link) $$(filter %.o %.a,$$^) $$$$(cat /dev/null $$(filter $(BUILD)/pkg/%,$$^)) $(libraries) -o $$@
endef
$(foreach program,$(programs),$(eval $(call program_rules,$(program))))

# ---- Tests -----------------------------------------------------------------------------------------------------------

# A test is linked with the objects (not the library, which hides them) of the rooms below the one that it tests.
$(call objects,$(test_src)) $(support_obj): base += -Itests
$(call objects,$(test_src)) $(support_obj): $(call cflags_of,$(uses_tests)) | $(embeds)

define test_rules
$(call objects,$(filter tests/$1/%,$(test_src))): $(call cflags_of,$(uses_$1)) $(call soname_of,$(loads_$1))
$(filter $(BUILD)/tests/$1/%,$(tests)): %: %.o \
    $(if $(filter $1,lib formats cli picture stacks),,$(filter-out %/main.o,$(call objects,$(call sources,$1)))) $(support) \
    $(if $(call is_drawing,$1),$(picture)) $(if $(filter $1,lib formats cli picture),,$(stacks)) $(if $(filter $1,lib formats),,$(cli)) $(lib_obj) \
    $(BUILD)/probed.ldflags $(call ldflags_of,$(uses_tests) $(call linked_with,$1))
	$$(call say,LD,$$@)
	$(Q)$$(link) $$(filter %.o %.a,$$^) $$$$(cat $$(filter $(BUILD)/pkg/%,$$^)) $(libraries) -o $$@
endef
$(foreach room,$(sort $(patsubst tests/%/,%,$(dir $(test_src)))),$(eval $(call test_rules,$(room))))

# It makes allocations fail.
$(BUILD)/tests/lib/test_memory: private mode += $(foreach name,malloc calloc realloc free,-Wl,--wrap=$(name))

# Programs that make test data, and the examples, which see the public library alone
$(test_tools): %: %.o $(support) $(lib_obj) $(BUILD)/probed.ldflags
$(examples): %: %.o $(static) $(BUILD)/probed.ldflags
$(bench_tools): %: %.o $(static) $(BUILD)/probed.ldflags
$(BUILD)/tests/bench/cgraph_alone.o: $(call cflags_of,libcgraph)
$(BUILD)/tests/bench/cgraph_alone: $(call ldflags_of,libcgraph)
$(test_tools) $(bench_tools) $(examples):
	$(call say,LD,$@)
	$(Q)$(link) $(filter %.o %.a,$^) $(if $(filter %/cgraph_alone,$@),$$(cat $(call ldflags_of,libcgraph))) -lm -o $@

# A locale with decimal commas for the tests, without installing it. glibc alone has localedef.
$(BUILD_ROOT)/locale/de_DE.UTF-8: | $(first)
	$(Q)mkdir -p $(@D)
	$(Q)if command -v localedef > /dev/null; then localedef -i de_DE -f UTF-8 $@ 2> /dev/null || \
	    echo "the locale de_DE.UTF-8 cannot be made; 'make deps check' installs what is missing" >&2; fi

#? check             build and run all tests; ROOM=lib: those of one room, with what they need alone
check: $(if $(ROOM),$(filter $(if $(strip $(test_script)),%,$(BUILD)/$(ROOM)),$(programs:%=$(BUILD)/%)),all $(examples)) $(tests) $(test_tools) \
       $(BUILD_ROOT)/locale/de_DE.UTF-8
	$(Q)$(test_environment) JOBS=$(jobs) tools/run_tests.sh $(tests) $(test_script)

# As many as -j says
jobs = $(or $(patsubst -j%,%,$(filter -j%,$(MAKEFLAGS))),1)

# What a test finds in its environment, besides being run from the top folder:
# BUILD has the programs and libraries; MODE is empty for a plain build; BLESS is set by `make bless`. No test is stopped
# for being slow.
test_environment = BUILD=$(BUILD) MODE=$(call quote,$(mode)) CC=$(call quote,$(CC)) NM=$(call quote,$(NM)) \
    MAKE=$(call quote,$(MAKE)) LOCPATH=$(abspath $(BUILD_ROOT)/locale) CK_DEFAULT_TIMEOUT=0 \
    $(if $(SANITIZE),$(sanitizer_options))
sanitizer_options = ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=1:$$ASAN_OPTIONS \
    UBSAN_OPTIONS=print_stacktrace=1:$$UBSAN_OPTIONS \
    LSAN_OPTIONS=suppressions=$(abspath tests/lsan.supp):print_suppressions=0:$$LSAN_OPTIONS

#? bless             run the tests and let them rewrite tests/golden; review the difference
bless: export BLESS := 1
bless: check

#? check-valgrind    the tests, and the programs that they run, under valgrind
valgrind := valgrind -q --error-exitcode=99 --leak-check=full --show-leak-kinds=definite \
            --errors-for-leak-kinds=definite --suppressions=$(abspath tests/valgrind.supp)
# A test finds these under the names of the programs.
under_valgrind := $(programs:%=$(BUILD_ROOT)/valgrind/%)
$(under_valgrind): $(BUILD_ROOT)/valgrind/%: $(BUILD)/%
	$(Q)mkdir -p $(@D)
	$(Q)printf '#!/bin/sh\nexec %s %s "$$@"\n' $(call quote,$(valgrind)) $(abspath $<) > $@
	$(Q)chmod +x $@

check-valgrind: export CK_FORK := no
check-valgrind: $(under_valgrind) $(tests) $(test_tools) $(BUILD_ROOT)/locale/de_DE.UTF-8
	$(Q)$(test_environment) BUILD=$(BUILD_ROOT)/valgrind RUNNER=$(call quote,$(valgrind)) JOBS=$(jobs) \
	    tools/run_tests.sh $(tests)

#? check-faults      programs of which allocations, reads, writes ... fail, one after the other; FAULTS=all: all of them
# Compiled without sanitizers, which have allocations of their own
$(BUILD)/tests/faults/shim.so: tests/faults/shim.c tests/faults/plan.h $(BUILD)/command
	$(call say,LD,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(filter-out $(mode) -D_FILE_OFFSET_BITS=64,$(base)) -Wno-pedantic -fvisibility=default -O2 -fno-builtin -shared $< -ldl -o $@

$(fault_obj): base += -Itests
$(fault_obj): $(call cflags_of,$(uses_tests))
$(BUILD)/tests/faults/check_faults: $(fault_obj) $(support) $(lib_obj) $(BUILD)/probed.ldflags $(call ldflags_of,$(uses_tests))
	$(call say,LD,$@)
	$(Q)$(link) $(filter %.o %.a,$^) $$(cat $(filter $(BUILD)/pkg/%,$^)) -lm -o $@

check-faults: all $(BUILD)/tests/faults/shim.so $(BUILD)/tests/faults/check_faults
	$(Q)$(test_environment) FAULTS=$(call quote,$(FAULTS)) tools/run_tests.sh $(BUILD)/tests/faults/check_faults

#? check-arch        the library's tests, and linking, on a big-endian machine (s390x, in qemu) and on one of 32 bits (i386)
architectures := s390x i386
triplet_s390x := s390x-linux-gnu
triplet_i386  := i686-linux-gnu
# qemu, where the processor is another one; and the C library of the cross compiler
runner_s390x  := qemu-s390x -L /usr/s390x-linux-gnu
runner_i386   := /usr/i686-linux-gnu/lib/ld-linux.so.2 --library-path /usr/i686-linux-gnu/lib
foreign       := $(abspath $(BUILD_ROOT)/arch)
$(architectures:%=check-arch-%): check-arch-%: | $(first)
	$(Q)root=$(foreign)/$*/root; \
	if command -v $(triplet_$*)-gcc > /dev/null && [ -e $$root/usr/include/check.h ]; then echo "== $*"; \
	    RUNNER='$(runner_$*)' $(MAKE) BUILD_ROOT=$(foreign)/$* ROOM=lib CC=$(triplet_$*)-gcc AR=$(triplet_$*)-ar OBJCOPY=$(triplet_$*)-objcopy \
	        PKG_CONFIG="env PKG_CONFIG_LIBDIR=$$(echo $$root/usr/lib/*/pkgconfig) PKG_CONFIG_SYSROOT_DIR=$$root pkg-config" \
	        foreign-programs check; \
	else echo "$*: no compiler, or no Check ('make deps-arch' gets both): nothing to check"; fi
check-arch: $(architectures:%=check-arch-%)

# Those that need the C library alone, linked with the static one
foreign-programs: $(filter-out $(drawing:%=$(BUILD)/%),$(programs:%=$(BUILD)/%))

#? check-corpus      the tests that need the large collection of dumps in SHARED (../shared)
SHARED ?= ../shared
check-corpus: all $(test_tools)
	$(Q)if [ -d $(call quote,$(SHARED)/corpus) ]; then \
	    SHARED=$(call quote,$(SHARED)) $(test_environment) tools/run_tests.sh $(wildcard tests/corpus/*.sh); \
	else echo '$(SHARED) is not there: nothing to check'; fi

#? check-clients     pytest's profilers: with pstats2dot in place of gprof2dot, and the recipes for them
check-clients: all | $(first)
	$(Q)if [ -x $(clients)/bin/pytest ]; then \
	    CLIENTS=$(clients) $(test_environment) tools/run_tests.sh $(wildcard tests/clients/check_*.sh); \
	else echo "$(clients)/bin/pytest is not there ('make deps-clients' installs it): nothing to check"; fi

#? check-browser     what the SVG and the HTML do in Chromium; ONLY='part of a name': those tests
browser_modules := $(BUILD_ROOT)/browser/node_modules
check-browser: $(BUILD)/pstatsflame $(BUILD)/pstatsreport | $(first)
	$(Q)if [ -d $(browser_modules)/playwright-core ]; then \
	    BUILD=$(BUILD) BROWSER_MODULES=$(browser_modules) node tests/browser/run.js $(call quote,$(ONLY)); \
	else echo "playwright-core is not there ('make deps-browser' installs it): nothing to check"; fi

#? bench             how fast it is, beside its peers, into build/bench.md; BENCH_RUNS=7; BENCH_FULL=1: 1 M functions, too
bench: all $(BUILD)/tests/tools/make_big_dump $(bench_tools)
	$(Q)BUILD=$(BUILD) BUILD_ROOT=$(BUILD_ROOT) SHARED=$(call quote,$(SHARED)) BROWSER_MODULES=$(browser_modules) \
	    python3 -B tests/bench/bench.py

#? coverage          the tests with gcov, and the lines that they reach, in each room
coverage:
	$(Q)find $(BUILD_ROOT)/coverage -name '*.gcda' -delete 2> /dev/null || true
	$(Q)$(MAKE) COVERAGE=1 check; status=$$?; \
	    CC=$(call quote,$(CC)) tools/coverage.sh $(BUILD_ROOT)/coverage && exit $$status

# The public header is set by hand, as the document that it is.
formatted := $(wildcard $(foreach suffix,c h,src/*/*.$(suffix) tests/*/*.$(suffix) examples/*.$(suffix)))
#? format            put all C files into the project's format
format: | $(first)
	$(Q)clang-format -i $(formatted)

#? check-format      are they?
check-format: | $(first)
	$(Q)if command -v clang-format > /dev/null; then clang-format --dry-run -Werror $(formatted); \
	else echo 'clang-format is not there: format not checked'; fi

#? analyse           gcc -fanalyzer, clang-tidy and cppcheck; nothing may be found
analysed := $(wildcard src/*/*.c)
# gcc 12 loses sight of memory in unions and of arrays filled in loops; sanitizers and valgrind know of those.
analyser := -fanalyzer -Wno-analyzer-malloc-leak -Wno-analyzer-use-of-uninitialized-value
analyse: analyse-gcc analyse-clang-tidy analyse-cppcheck

analyse-gcc: | $(first)
	$(Q)$(MAKE) BUILD_ROOT=$(BUILD_ROOT)/analyse CC=gcc CFLAGS='-O1 -g $(analyser)' WERROR=1 all

loaded := $(call soname_of,$(loads_pstats2dot))
analyse-clang-tidy: $(loaded) | $(first) $(embeds)
	$(Q)printf '%s\n' $(analysed) | xargs -P $$(nproc) -I{} clang-tidy --quiet {} -- $(filter-out -fPIC,$(base)) \
	    $$($(PKG_CONFIG) --cflags $(uses_picture) $(uses_pstats2dot) $(loads_pstats2dot) | sed 's/-I/-isystem /g') $$(cat $(loaded))

analyse-cppcheck: $(loaded) | $(first) $(embeds)
	$(Q)cppcheck --quiet -j $$(nproc) --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
	    --suppressions-list=tests/cppcheck.supp -D_XOPEN_SOURCE=700 -Iinclude -Isrc -I$(BUILD)/embed $$(cat $(loaded)) $(analysed)

# ---- Fuzzing ---------------------------------------------------------------------------------------------------------

# A harness sees the public library alone, or is linked with the room that has the writer which it is about; output and
# what documents must be are its own. Each is linked twice: with libFuzzer (FUZZ=1), and as a test that runs it on files.
room_dot    := pstats2dot
room_flame  := pstatsflame
room_report := pstatsreport
$(fuzz_obj): base += -Itests
$(fuzz_obj): $(call cflags_of,expat $(uses_pstats2dot) $(uses_picture)) | $(embeds)

harness_objects = $(BUILD)/tests/fuzz/fuzz_$1.o $(if $(room_$1),$(BUILD)/tests/fuzz/documents.o $(BUILD)/tests/fuzz/memory_output.o \
    $(filter-out %/main.o,$(call objects,$(call sources,$(room_$1)))) $(if $(call is_drawing,$(room_$1)),$(picture)) \
    $(stacks) $(cli)) $(lib_obj) $(BUILD)/probed.ldflags $(call ldflags_of,$(if $(room_$1),expat $(call linked_with,$(room_$1))))

define harness_rules
$(BUILD)/tests/fuzz/fuzz_$1: private mode += -fsanitize=fuzzer
$(BUILD)/tests/fuzz/fuzz_$1: $(BUILD)/tests/fuzz/marshal_mutator.o $(call harness_objects,$1)
$(BUILD)/tests/fuzz/replay_$1: $(BUILD)/tests/fuzz/replay.o $(call harness_objects,$1)
$(BUILD)/tests/fuzz/fuzz_$1 $(BUILD)/tests/fuzz/replay_$1:
	$$(call say,LD,$$@)
	$(Q)$$(link) $$(filter %.o %.a,$$^) $$$$(cat /dev/null $$(filter $(BUILD)/pkg/%,$$^)) $(libraries) -o $$@
endef
$(foreach harness,$(harnesses),$(eval $(call harness_rules,$(harness))))

#? fuzz              each harness of tests/fuzz for FUZZ_SECONDS (60), with libFuzzer and sanitizers; finds go to build/fuzz;
#?                   HARNESSES='dot flame': those; FUZZ_SEED=1: the same mutations each time
FUZZ_SECONDS ?= 60
FUZZ_SEED    ?= 0
HARNESSES    ?= $(harnesses)
fuzz: $(if $(FUZZ),$(HARNESSES:%=$(BUILD)/tests/fuzz/fuzz_%)) | $(first)
ifdef FUZZ
	$(Q)mkdir -p $(HARNESSES:%=$(BUILD)/tests/fuzz/fuzz_%.corpus)
	$(Q)printf '%s\n' $(HARNESSES) | xargs -P $(jobs) -I{} env $(sanitizer_options) $(BUILD)/tests/fuzz/fuzz_{} \
	    -seed=$(FUZZ_SEED) -max_total_time=$(FUZZ_SECONDS) -max_len=16384 -timeout=60 -rss_limit_mb=2048 -print_final_stats=1 -verbosity=0 \
	    -artifact_prefix=$(BUILD)/{}- $(BUILD)/tests/fuzz/fuzz_{}.corpus tests/fuzz/corpus tests/data
else
	$(Q)$(MAKE) FUZZ=1 CC=clang fuzz
endif

#? check-msan        the library under MemorySanitizer: its harnesses on the files of tests/fuzz/corpus and tests/data
check-msan: | $(first)
ifdef MSAN
check-msan: $(foreach harness,$(harnesses),$(if $(room_$(harness)),,$(BUILD)/tests/fuzz/replay_$(harness)))
	$(Q)$(test_environment) JOBS=$(jobs) tools/run_tests.sh $^
else
	$(Q)$(MAKE) MSAN=1 CC=clang check-msan
endif

# ---- Showing ---------------------------------------------------------------------------------------------------------

#? demo              draw the example dumps into build/demo
demo := $(addprefix $(BUILD_ROOT)/demo/,call-graph.png call-graph.svg \
    $(if $(filter pstatsflame,$(programs)),flame-graph.svg difference.svg))
demo: $(demo)
	@printf 'drawn from the dumps of examples: %s\n' $(demo)

$(BUILD_ROOT)/demo/call-graph.%: examples/demo.pstats $(BUILD)/pstats2dot
	$(call say,DRAW,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(BUILD)/pstats2dot -o $@ $<

$(BUILD_ROOT)/demo/flame-graph.%: examples/demo.pstats $(BUILD)/pstatsflame
	$(call say,DRAW,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(BUILD)/pstatsflame -o $@ $<

# A generator of web pages, before and after a change
$(BUILD_ROOT)/demo/difference.%: examples/pages-after.pstats examples/pages-before.pstats $(BUILD)/pstatsflame
	$(call say,DRAW,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(BUILD)/pstatsflame --baseline=examples/pages-before.pstats --root=main -o $@ $<

# ---- What is needed --------------------------------------------------------------------------------------------------

# Only these install anything.
given_cc := $(if $(filter-out default,$(origin CC)),CC=$(call quote,$(CC)))
deps_for  = $(given_cc) PKG_CONFIG=$(call quote,$(PKG_CONFIG)) tools/deps.sh $1
also      = $(if $(filter $2,$(MAKECMDGOALS)),$1)

#? deps              install what the other targets of the same command need
deps:
	$(Q)$(call deps_for,build $(call also,check,check check-% coverage bless) $(call also,corpus,check-corpus) \
	    $(call also,valgrind,check-valgrind) $(call also,format,format check-format) \
	    $(call also,analyse,analyse analyse-%))

#? deps-analyse, deps-arch, deps-fuzz, deps-deb, deps-clients, deps-bench, deps-browser    what those targets need
deps-analyse:
	$(Q)$(call deps_for,build check analyse)
deps-fuzz:
	$(Q)$(call deps_for,build check fuzz)

deps-arch:
	$(Q)$(call deps_for,build arch)
	$(Q)for name in $(architectures); do \
	    tools/arch_libraries.sh $$name $(foreign)/$$name || \
	    echo "deps-arch: Check for $$name cannot be had: nothing to check there" >&2; done

deps-deb:
	$(Q)$(call deps_for,build check deb)

#? deps-ci           what .ci/run needs
deps-ci:
	$(Q)$(call deps_for,build check corpus valgrind format analyse fuzz)

# The programs that ours are measured against, in a place of their own
peers := gprof2dot flameprof snakeviz tuna
deps-bench:
	$(Q)$(call deps_for,build bench)
	$(Q)test -x $(BUILD_ROOT)/peers/bin/gprof2dot || { python3 -m venv $(BUILD_ROOT)/peers && \
	    $(BUILD_ROOT)/peers/bin/pip -q install $(peers); } || \
	    echo 'deps-bench: the peers cannot be had from the package index: nothing to compare with' >&2

# pytest-profiling without the gprof2dot that it would take before any other
clients := $(BUILD_ROOT)/clients
deps-clients:
	$(Q)$(call deps_for,build clients)
	$(Q)$(clients)/bin/python -c 'import pytest_profiling, pytest_benchmark, xdist' 2> /dev/null || \
	    { python3 -m venv $(clients) && $(clients)/bin/pip -q install --no-deps pytest-profiling && \
	    $(clients)/bin/pip -q install pytest six pytest-benchmark pytest-xdist; } || \
	    echo 'deps-clients: the plugins of pytest cannot be had from the package index: nothing to check' >&2

deps-browser:
	$(Q)$(call deps_for,build browser)
	$(Q)test -d $(BUILD_ROOT)/browser/node_modules/playwright-core || \
	    npm install --no-audit --no-fund --silent --prefix $(BUILD_ROOT)/browser playwright-core

# ---- Installing ------------------------------------------------------------------------------------------------------

# GPROF2DOT=1 installs pstats2dot under the name of the program that it can stand in for, too.
alias := $(if $(GPROF2DOT),$(filter pstats2dot,$(programs)))

# What is installed: SOURCE:FOLDER/NAME:MODE
installed := $(foreach program,$(programs),$(BUILD)/$(program):$(BINDIR)/$(program):755) \
    $(static):$(LIBDIR)/libpstats.a:644 $(shared):$(LIBDIR)/libpstats.so.$(VERSION):755 \
    include/pstats.h:$(INCLUDEDIR)/pstats.h:644 \
    $(foreach page,$(wildcard man/*.[135]),$(page):$(MANDIR)/man$(subst .,,$(suffix $(page)))/$(notdir $(page)):644) \
    $(foreach script,$(wildcard completions/*.bash),$(script):$(BASHDIR)/$(basename $(notdir $(script))):644) \
    $(foreach script,$(wildcard completions/_*),$(script):$(ZSHDIR)/$(notdir $(script)):644) \
    $(foreach script,$(wildcard completions/*.fish),$(script):$(FISHDIR)/$(notdir $(script)):644)
# Symbolic links: TARGET:FOLDER/NAME. Each function's name leads to the page that describes it.
described := $(shell sed -n 's/^\.F[no] \(pstats_[a-z_]*\).*/\1/p' man/libpstats.3 | sort -u)
linked := $(described:%=libpstats.3:$(MANDIR)/man3/%.3) \
    libpstats.so.$(VERSION):$(LIBDIR)/libpstats.so.$(SOVERSION) libpstats.so.$(SOVERSION):$(LIBDIR)/libpstats.so \
    $(if $(alias),$(alias):$(BINDIR)/gprof2dot $(if $(wildcard man/$(alias).1),$(alias).1:$(MANDIR)/man1/gprof2dot.1))
pc := $(LIBDIR)/pkgconfig/pstats.pc

field = $(word $2,$(subst :, ,$1))

#? install           into PREFIX (/usr/local), below DESTDIR; GPROF2DOT=1: pstats2dot as gprof2dot, too
#? uninstall         with the same variables
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

# ---- Around it -------------------------------------------------------------------------------------------------------

# The same bytes for the same commit, also when made from an unpacked tarball
#? dist              build/pstats-tools-VERSION.tar.gz, of what is committed
name := pstats-tools-$(VERSION)
dist: | $(first)
	$(Q)tools/dist.sh $(name) $(BUILD_ROOT)

#? check-dist        does the tarball build, and make the same tarball again?
check-dist: dist
	$(Q)rm -rf $(BUILD_ROOT)/unpacked && mkdir -p $(BUILD_ROOT)/unpacked
	$(Q)tar -x -f $(BUILD_ROOT)/$(name).tar.gz -C $(BUILD_ROOT)/unpacked
	$(Q)$(MAKE) -C $(BUILD_ROOT)/unpacked/$(name) BUILD_ROOT=build all dist
	$(Q)cmp $(BUILD_ROOT)/$(name).tar.gz $(BUILD_ROOT)/unpacked/$(name)/build/$(name).tar.gz

#? deb               Debian packages of that tarball, in build/deb; DEB_BUILD_OPTIONS=nocheck: untested
deb: dist
	$(Q)tools/deb.sh $(BUILD_ROOT)/$(name).tar.gz $(BUILD_ROOT)/deb

#? check-deb         builds them, and tries them in a fresh Debian where that is possible (root, debootstrap)
check-deb: | $(first)
	$(Q)$(test_environment) BUILD_ROOT=$(BUILD_ROOT) tools/run_tests.sh tests/deb/check_packages.sh

#? clean             remove the build folder
clean:
	rm -rf $(BUILD_ROOT)

help:
	@echo 'make [TARGET]... [VARIABLE=VALUE]...'; echo
	@sed -n 's/^#? /  /p' Makefile
	@echo; echo '  SANITIZE=1  COVERAGE=1  V=1 (show commands)  WERROR=1  BUILD_ROOT=build'
	@echo '  CC  CPPFLAGS  CFLAGS  LDFLAGS  HARDENING (flags to try)  PREFIX  DESTDIR  LIBDIR ...'

FORCE:
.PHONY: all lib examples check bless check-valgrind check-corpus bench coverage fuzz format check-format demo \
        analyse analyse-gcc analyse-clang-tidy analyse-cppcheck deps deps-ci deps-analyse deps-fuzz deps-deb deps-clients deps-bench deps-browser install uninstall \
        dist check-dist deb check-deb check-clients check-browser check-faults check-msan check-arch foreign-programs deps-arch clean help FORCE
-include $(patsubst %.o,%.d,$(call objects,$(call sources,*) $(test_src)) $(support_obj) $(fault_obj) $(fuzz_obj)) $(test_tools:=.d) $(bench_tools:=.d) $(examples:=.d)
