# How a folder of ours becomes a target. Which folder may link which is said in core/README.md and checked by
# tests/architecture.

# The folders of PARENT that have a CMakeLists.txt, or PARENT itself where it has one.
function(sw_add_subdirectories)
    foreach(folder IN LISTS ARGN)
        if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/CMakeLists.txt)
            add_subdirectory(${folder})
        endif()
    endforeach()
endfunction()

# Programs that `stw` consists of at run time; what packaging/dev builds to put stw on PATH.
add_custom_target(stw-tools)

# One precompiled header per flavour (std for core, qt for ui, test for unit tests), shared by all targets of that flavour.
function(sw_precompile target flavour)
    if(NOT SW_PCH)
        return()
    endif()
    if(NOT TARGET sw_pch_${flavour})
        set(stub ${CMAKE_BINARY_DIR}/pch/${flavour}.cpp)
        file(CONFIGURE OUTPUT ${stub} CONTENT "// carrier of a precompiled header\n")
        add_library(sw_pch_${flavour} OBJECT ${stub})
        target_precompile_headers(sw_pch_${flavour} PRIVATE
            "<packaging/cmake/pch/${flavour}.h>") # the same in every clone
        target_link_libraries(sw_pch_${flavour} PRIVATE sw_options Threads::Threads)
        sw_precompiled_sum(${flavour})
        if(flavour STREQUAL "qt")
            sw_qt_rules(sw_pch_qt)
            target_link_libraries(sw_pch_qt PRIVATE Qt6::Widgets)
        elseif(flavour STREQUAL "test")
            target_link_libraries(sw_pch_test PRIVATE Qt6::Test)
        endif()
    endif()
    target_precompile_headers(${target} REUSE_FROM sw_pch_${flavour})
endfunction()

# GCC never makes the same precompiled header twice, so ccache, which looks at its bytes, would take each clone's for a new one.
# With CCACHE_PCH_EXTSUM it looks at this file instead: everything outside the command line that the header's content follows from.
function(sw_precompiled_sum flavour)
    set(parts "${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}")
    foreach(name IN ITEMS std ${flavour})
        file(SHA256 ${CMAKE_SOURCE_DIR}/packaging/cmake/pch/${name}.h digest)
        string(APPEND parts " ${name} ${digest}")
    endforeach()
    # The headers of an upgraded package have other times.
    file(GLOB system_headers /usr/include/c++/*/vector /usr/include/stdio.h)
    if(NOT flavour STREQUAL "std")
        foreach(folder IN LISTS Qt6Core_INCLUDE_DIRS Qt6Widgets_INCLUDE_DIRS)
            file(GLOB headers ${folder}/qobject.h ${folder}/qwidget.h)
            list(APPEND system_headers ${headers})
        endforeach()
    endif()
    foreach(header IN LISTS system_headers)
        file(TIMESTAMP ${header} time UTC)
        string(APPEND parts " ${header} ${time}")
    endforeach()
    file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/CMakeFiles/sw_pch_${flavour}.dir/cmake_pch.hxx.gch.sum
        CONTENT "${parts}\n")
endfunction()

function(sw_qt_rules target)
    target_compile_definitions(${target} PRIVATE
        QT_NO_KEYWORDS QT_NO_FOREACH QT_NO_CAST_FROM_ASCII QT_DISABLE_DEPRECATED_UP_TO=0x060800)
endfunction()

# A folder's static library. LINK is what its headers need too, LINK_PRIVATE what only its sources need. A folder that has
# headers only (no SOURCES) becomes an interface library. Names sw_ui_... get Qt's rules and moc.
function(sw_add_library name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINK;LINK_PRIVATE")
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "sw_add_library(${name}): what is ${arg_UNPARSED_ARGUMENTS}?")
    endif()
    if(NOT arg_SOURCES)
        add_library(${name} INTERFACE)
        target_link_libraries(${name} INTERFACE sw_options ${arg_LINK} ${arg_LINK_PRIVATE})
        return()
    endif()
    add_library(${name} STATIC ${arg_SOURCES})
    target_link_libraries(${name}
        PUBLIC sw_options Threads::Threads ${arg_LINK}
        PRIVATE ${arg_LINK_PRIVATE})
    if(name MATCHES "^sw_ui_")
        set_target_properties(${name} PROPERTIES AUTOMOC ON)
        sw_qt_rules(${name})
        sw_precompile(${name} qt)
    else()
        sw_precompile(${name} std)
    endif()
endfunction()

# A program in bin/. TOOL: it belongs to the command line. QT: it gets Qt's rules and moc.
function(sw_add_program name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "TOOL;QT" "" "SOURCES;LINK")
    add_executable(${name} ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE sw_options Threads::Threads ${arg_LINK})
    if(arg_QT)
        set_target_properties(${name} PROPERTIES AUTOMOC ON)
        sw_qt_rules(${name})
        sw_precompile(${name} qt)
    else()
        sw_precompile(${name} std)
    endif()
    if(arg_TOOL)
        add_dependencies(stw-tools ${name})
        if(SW_STARTS_QUICKLY)
            target_link_options(${name} PRIVATE -static-libstdc++ -static-libgcc)
        endif()
    endif()
endfunction()
