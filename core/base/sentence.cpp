#include "core/base/sentence.h"

#include <cerrno>
#include <system_error>

namespace sw {

Sentence Sentence::translatable(std::string pattern, std::vector<Sentence> arguments) {
    Sentence sentence;
    sentence.m_pattern = std::move(pattern);
    sentence.m_arguments = std::move(arguments);
    sentence.m_translatable = true;
    return sentence;
}

std::string Sentence::text() const {
    if (!m_translatable) {
        return m_pattern;
    }
    std::vector<std::string> arguments;
    arguments.reserve(m_arguments.size());
    for (const Sentence& argument : m_arguments) {
        arguments.push_back(argument.text());
    }
    return fillPlaces(m_pattern, arguments);
}

std::string fillPlaces(std::string_view pattern, const std::vector<std::string>& arguments) {
    std::string out;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const bool place = pattern[i] == '%' && i + 1 < pattern.size() && pattern[i + 1] >= '1' && pattern[i + 1] <= '9';
        const std::size_t index = place ? static_cast<std::size_t>(pattern[i + 1] - '1') : 0;
        if (place && index < arguments.size()) {
            out += arguments[index];
            ++i;
        } else {
            out += pattern[i];
        }
    }
    return out;
}

Sentence systemReason(int errorNumber) {
    // The words of strerror, so that a log reads as usual; the rare ones stay English.
    switch (errorNumber) {
    case EPERM: return say("Operation not permitted");
    case ENOENT: return say("No such file or directory");
    case EIO: return say("Input/output error");
    case EACCES: return say("Permission denied");
    case EBUSY: return say("Device or resource busy");
    case EEXIST: return say("File exists");
    case ENOTDIR: return say("Not a directory");
    case EISDIR: return say("Is a directory");
    case EINVAL: return say("Invalid argument");
    case EMFILE: return say("Too many open files");
    case ENOSPC: return say("No space left on device");
    case EROFS: return say("Read-only file system");
    case EPIPE: return say("Broken pipe");
    case ENAMETOOLONG: return say("File name too long");
    case ENOTEMPTY: return say("Directory not empty");
    case ELOOP: return say("Too many levels of symbolic links");
    case ENOMEM: return say("Cannot allocate memory");
    case EDQUOT: return say("Disk quota exceeded");
    case ECONNREFUSED: return say("Connection refused");
    case ETIMEDOUT: return say("Connection timed out");
    case EADDRINUSE: return say("Address already in use");
    default: return Sentence(std::generic_category().message(errorNumber));
    }
}

} // namespace sw
