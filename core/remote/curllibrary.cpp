#include "core/remote/curllibrary.h"

#include "core/io/sharedlibrary.h"

namespace sw::remote {

namespace {

const CurlLibrary* load() {
    static CurlLibrary curl;
    const io::SharedLibrary library("libcurl.so.4"); // the interface of 2006 to this day
    const bool found = library.find("curl_global_init", curl.globalInit) &&
                       library.find("curl_easy_init", curl.init) && library.find("curl_easy_cleanup", curl.cleanup) &&
                       library.find("curl_easy_setopt", curl.setopt) && library.find("curl_easy_perform", curl.perform) &&
                       library.find("curl_easy_getinfo", curl.getinfo) && library.find("curl_easy_strerror", curl.strerror) &&
                       library.find("curl_slist_append", curl.append) && library.find("curl_slist_free_all", curl.freeAll) &&
                       library.find("curl_getdate", curl.getdate);
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
