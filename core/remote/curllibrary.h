#pragma once

#include "core/base/result.h"

#include <curl/curl.h>

namespace sw::remote {

/// libcurl, loaded when the first address is fetched. It brings some twenty-five libraries with it; to load them takes longer than
/// all else that a build does which finds nothing changed.
struct CurlLibrary {
    decltype(&::curl_global_init) globalInit = nullptr;
    decltype(&::curl_easy_init) init = nullptr;
    decltype(&::curl_easy_cleanup) cleanup = nullptr;
    decltype(&::curl_easy_setopt) setopt = nullptr;
    decltype(&::curl_easy_perform) perform = nullptr;
    decltype(&::curl_easy_getinfo) getinfo = nullptr;
    decltype(&::curl_easy_strerror) strerror = nullptr;
    decltype(&::curl_slist_append) append = nullptr;
    decltype(&::curl_slist_free_all) freeAll = nullptr;
    decltype(&::curl_getdate) getdate = nullptr;
};

/// Loaded and initialised once per process. Error Unsupported: it is not installed.
Result<const CurlLibrary*> curlLibrary();

} // namespace sw::remote
