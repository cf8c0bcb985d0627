#include "core/remote/curllibrary.h"

#include <dlfcn.h>

namespace sw::remote {

namespace {

constexpr const char* kName = "libcurl.so.4"; // the interface of 2006 to this day

template <typename Function> bool find(void* library, const char* name, Function& out) {
    out = reinterpret_cast<Function>(::dlsym(library, name));
    return out != nullptr;
}

const CurlLibrary* load() {
    static CurlLibrary curl;
    void* library = ::dlopen(kName, RTLD_NOW | RTLD_LOCAL); // for as long as the process lives
    const bool found = library != nullptr && find(library, "curl_global_init", curl.globalInit) &&
                       find(library, "curl_easy_init", curl.init) && find(library, "curl_easy_cleanup", curl.cleanup) &&
                       find(library, "curl_easy_setopt", curl.setopt) && find(library, "curl_easy_perform", curl.perform) &&
                       find(library, "curl_easy_getinfo", curl.getinfo) && find(library, "curl_easy_strerror", curl.strerror) &&
                       find(library, "curl_slist_append", curl.append) && find(library, "curl_slist_free_all", curl.freeAll) &&
                       find(library, "curl_getdate", curl.getdate);
    return found && curl.globalInit(CURL_GLOBAL_DEFAULT) == CURLE_OK ? &curl : nullptr;
}

} // namespace

Result<const CurlLibrary*> curlLibrary() {
    static const CurlLibrary* const curl = load();
    if (curl == nullptr) {
        return failure(ErrorCode::Unsupported, say("libcurl cannot be used"));
    }
    return curl;
}

} // namespace sw::remote
