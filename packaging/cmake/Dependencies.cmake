# Third-party parts, each under one target name. The reason for each is in core/README.md.

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(LibArchive REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(yaml-cpp 0.8 REQUIRED)
# Optimised programs without a window hold their C++ libraries: finding symbols took 2 of the 24 ms of a build that changes nothing.
# yaml-cpp is the only one of them that is not the compiler's own; where there is no archive of it everything stays shared. The same
# of what hashes: of OpenSSL's library that is the functions of the SHA family alone, and the whole takes a millisecond to load.
set(SW_STARTS_QUICKLY OFF)
if(CMAKE_BUILD_TYPE MATCHES "^Rel" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND NOT SW_SANITIZE)
    find_library(SW_YAML_ARCHIVE libyaml-cpp.a)
    if(SW_YAML_ARCHIVE)
        set(SW_STARTS_QUICKLY ON)
        find_library(SW_CRYPTO_ARCHIVE libcrypto.a)
        find_library(SW_XXHASH_ARCHIVE libxxhash.a)
    endif()
endif()
find_package(SQLite3 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(CLI11 REQUIRED)
find_package(CURL REQUIRED)
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)
set(SW_CRYPTO OpenSSL::Crypto)
set(SW_XXHASH PkgConfig::XXHASH)
if(SW_CRYPTO_ARCHIVE AND SW_XXHASH_ARCHIVE)
    set(SW_CRYPTO ${SW_CRYPTO_ARCHIVE})
    set(SW_XXHASH ${SW_XXHASH_ARCHIVE})
endif()
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(ISAL IMPORTED_TARGET libisal) # not on all processors; zlib does it where this is not

if(SW_BENCH)
    find_package(benchmark REQUIRED)
endif()

if(SW_UI)
    find_package(Qt6 6.8 REQUIRED COMPONENTS Core Gui Widgets Svg Network PrintSupport Test LinguistTools)
    find_package(KF6SyntaxHighlighting REQUIRED)
    find_package(qtermwidget6 REQUIRED)
    pkg_check_modules(GRAPHVIZ REQUIRED IMPORTED_TARGET libgvc libcgraph)
    qt_standard_project_setup(I18N_TRANSLATED_LANGUAGES es)
    set(CMAKE_SKIP_INSTALL_RPATH ON) # we bring no libraries of our own
    set(CMAKE_AUTOMOC OFF) # only targets that use Qt ask for it
    set(CMAKE_AUTOUIC OFF)
    # Not QT_TESTCASE_SOURCEDIR and its like: a clone's path on every command line would keep clones from sharing the
    # compiler cache. tests/support/testdata.h finds the data.
    get_target_property(definitions Qt6::Test INTERFACE_COMPILE_DEFINITIONS)
    list(FILTER definitions EXCLUDE REGEX "QT_TESTCASE_")
    set_target_properties(Qt6::Test PROPERTIES INTERFACE_COMPILE_DEFINITIONS "${definitions}")

    find_path(SW_QSCINTILLA_INCLUDE Qsci/qsciscintilla.h REQUIRED
        HINTS ${Qt6Core_INCLUDE_DIRS} ${Qt6_DIR}/../../../include/qt6 PATH_SUFFIXES qt6)
    find_library(SW_QSCINTILLA_LIBRARY NAMES qscintilla2_qt6 REQUIRED)
    add_library(QScintilla::QScintilla UNKNOWN IMPORTED)
    set_target_properties(QScintilla::QScintilla PROPERTIES
        IMPORTED_LOCATION ${SW_QSCINTILLA_LIBRARY}
        INTERFACE_INCLUDE_DIRECTORIES ${SW_QSCINTILLA_INCLUDE})
    target_link_libraries(QScintilla::QScintilla INTERFACE Qt6::Widgets Qt6::PrintSupport)
endif()
