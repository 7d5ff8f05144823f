# Target helpers: one place for the language level, the warnings and the sanitizers.

set(TYST_SANITIZE "" CACHE STRING "Sanitizers for every target, as for -fsanitize= (address,undefined or thread)")
option(TYST_CLANG_TIDY "Run clang-tidy 19 on every source while building" OFF)

add_library(tyst_options INTERFACE)
target_compile_features(tyst_options INTERFACE cxx_std_23)
target_compile_options(tyst_options INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wold-style-cast
    -Wnon-virtual-dtor -Woverloaded-virtual -Werror
    # GCC 12 sees an empty std::optional as read where it is only compared; the sanitizers watch for real ones.
    -Wno-maybe-uninitialized)
# An empty optional or a place outside a span ends the program where it is asked for.
target_compile_definitions(tyst_options INTERFACE $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)
target_include_directories(tyst_options INTERFACE ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR})
if(TYST_SANITIZE)
    target_compile_options(tyst_options INTERFACE -fsanitize=${TYST_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(tyst_options INTERFACE -fsanitize=${TYST_SANITIZE})
    if(TYST_SANITIZE MATCHES "address")
        # GCC 12 reports false positives of it inside libstdc++ when AddressSanitizer is on. Of the undefined behaviours, two
        # that other checks find as well are left out, for the time of the build: docs/decisions/0003-style-tools.md.
        target_compile_options(tyst_options INTERFACE -Wno-restrict -fno-sanitize=object-size,vptr
            $<$<BOOL:$<TARGET_PROPERTY:TYST_READS_NO_BYTES>>:-fno-sanitize=null,alignment>)
    endif()
endif()

set(CMAKE_CXX_EXTENSIONS OFF)

# tyst_library(NAME SOURCES a.cc … [PUBLIC libs] [PRIVATE libs])
function(tyst_library name)
    cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
    add_library(${name} STATIC ${ARG_SOURCES})
    target_link_libraries(${name} PUBLIC ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE} tyst_options)
    tyst_lint(${name})
endfunction()

# tyst_lint(NAME [CHECKS]): clang-tidy over it, where that is on, without CHECKS ("-one,-two").
function(tyst_lint name)
    if(TYST_CLANG_TIDY)
        set(off -bugprone-suspicious-include ${ARGN})  # joined sources include sources, and are meant to
        list(JOIN off "," off)
        set_target_properties(${name} PROPERTIES CXX_CLANG_TIDY
            "clang-tidy-19;--quiet;--checks=${off};--extra-arg=-Wno-unknown-warning-option")
    endif()
endfunction()

# tyst_test_library(NAME SOURCES a.cc … [PUBLIC libs] [PRIVATE libs]): what several test binaries share.
function(tyst_test_library name)
    cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
    add_library(${name} STATIC ${ARG_SOURCES})
    target_link_libraries(${name} PUBLIC ${ARG_PUBLIC} tyst_test_main PRIVATE ${ARG_PRIVATE} tyst_options)
    tyst_compile_as_tests(${name})
endfunction()

# For targets that never read foreign bytes as words: they are spared the checks of each address, a third of their build.
# AddressSanitizer still ends what follows a null pointer.
function(tyst_reads_no_bytes name)
    set_target_properties(${name} PROPERTIES TYST_READS_NO_BYTES ON)
endfunction()

# What is tested is optimised; the tests themselves need not be, and compile in half the time.
function(tyst_compile_as_tests name)
    target_compile_options(${name} PRIVATE -O0)
    tyst_reads_no_bytes(${name})
    # Not with clang-tidy, which cannot read what GCC has compiled. Not for the libraries: GCC 12's optimiser warns about
    # precompiled standard headers without cause.
    if(NOT TYST_CLANG_TIDY)
        target_precompile_headers(${name} REUSE_FROM tyst_test_main)
    endif()
    # Tests are written to be read, not to be quick, and read their environment before they start a thread.
    tyst_lint(${name} -performance-inefficient-vector-operation,-performance-unnecessary-value-param,-concurrency-mt-unsafe)
endfunction()

# tyst_tests(NAME SOURCES a_test.cc … [LIBRARIES libs] [LABELS l…] [TOGETHER]): one Catch2 binary, one ctest entry a test
# case; TOGETHER, one entry for all of them, where they share something that takes long to make, or are many and each is
# over before its process has started.
function(tyst_tests name)
    cmake_parse_arguments(ARG "TOGETHER" "" "SOURCES;LIBRARIES;LABELS" ${ARGN})
    add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE ${ARG_LIBRARIES} tyst_test_main tyst_options)
    tyst_compile_as_tests(${name})
    if(NOT ARG_LABELS)
        set(ARG_LABELS unit)
    endif()
    # One label holds all of them ("slow-crash"): discovery cannot pass a list, and ctest -L takes a pattern.
    string(JOIN "-" label ${ARG_LABELS})
    # The longest begin first, so that nothing waits for them at the end. The limit is for what hangs, not for what is slow.
    set(cost 1)
    set(limit 600)
    if(label MATCHES "slow" OR ARG_TOGETHER)
        set(cost 100)
        set(limit 1800)
    elseif(label MATCHES "crash|property")
        set(cost 10)
    endif()
    if(ARG_TOGETHER)
        add_test(NAME "${name}: all" COMMAND ${name})
        set_tests_properties("${name}: all" PROPERTIES LABELS ${label} TIMEOUT ${limit} COST ${cost})
    else()
        include(Catch)
        catch_discover_tests(${name} TEST_PREFIX "${name}: " PROPERTIES LABELS ${label} TIMEOUT ${limit} COST ${cost})
    endif()
    foreach(source IN LISTS ARG_SOURCES)
        set_property(GLOBAL APPEND PROPERTY TYST_LISTED_TESTS ${CMAKE_CURRENT_SOURCE_DIR}/${source})
    endforeach()
endfunction()

# A test file that no target lists would silently never run: refuse to configure.
function(tyst_refuse_unlisted_tests folder)
    file(GLOB_RECURSE found CONFIGURE_DEPENDS ${folder}/*_test.cc)
    get_property(listed GLOBAL PROPERTY TYST_LISTED_TESTS)
    foreach(source IN LISTS found)
        if(NOT source IN_LIST listed)
            message(FATAL_ERROR "${source} belongs to no test target: list it in the CMakeLists.txt beside it")
        endif()
    endforeach()
endfunction()
