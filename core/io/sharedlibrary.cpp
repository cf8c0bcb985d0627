#include "core/io/sharedlibrary.h"

#include <dlfcn.h>

namespace sw::io {

SharedLibrary::SharedLibrary(const char* name) : m_library(::dlopen(name, RTLD_NOW | RTLD_LOCAL)) {}

void* SharedLibrary::address(const char* name) const { return m_library == nullptr ? nullptr : ::dlsym(m_library, name); }

} // namespace sw::io
