#pragma once

namespace sw::io {

/// A library that is loaded when it is needed, for as long as the process lives.
class SharedLibrary {
public:
    /// `name` as the linker writes it down: "libcurl.so.4".
    explicit SharedLibrary(const char* name);

    /// False: the library, or the function in it, is not there.
    template <typename Function> bool find(const char* name, Function& out) const {
        out = reinterpret_cast<Function>(address(name));
        return out != nullptr;
    }

private:
    void* address(const char* name) const;
    void* m_library;
};

} // namespace sw::io
