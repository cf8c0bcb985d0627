# Language level, warnings, sanitizers, and what makes building fast. Everything of ours links `sw_options`.

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_SCAN_FOR_MODULES OFF)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

find_program(SW_CCACHE ccache)
if(SW_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${SW_CCACHE})
endif()

find_program(SW_MOLD mold)
if(SW_MOLD AND NOT CMAKE_LINKER_TYPE AND CMAKE_VERSION VERSION_GREATER_EQUAL 3.29)
    set(CMAKE_LINKER_TYPE MOLD)
endif()

add_library(sw_options INTERFACE)
target_include_directories(sw_options INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(sw_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual)
if(SW_WERROR)
    target_compile_options(sw_options INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # -fpch-preprocess: ccache needs what the precompiled header defines. -fPIC everywhere: one precompiled header then
    # serves libraries and programs.
    target_compile_options(sw_options INTERFACE -fpch-preprocess -fPIC)
endif()
if(SW_SANITIZE)
    target_compile_options(sw_options INTERFACE -fsanitize=${SW_SANITIZE} -fno-sanitize-recover=all)
    target_link_options(sw_options INTERFACE -fsanitize=${SW_SANITIZE})
endif()
if(SW_FUZZ)
    target_compile_options(sw_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
