#pragma once

#include "core/base/sentence.h"

#include <nlohmann/json.hpp>

/// Sentences between our own programs and in our own records, where they must stay translatable. Public JSON carries
/// Sentence::text(). Form: a string when shown as it is, else {"say": PATTERN, "with": [argument, ...]}.
namespace sw {

template <typename Json> Json sentenceToJson(const Sentence& sentence) {
    if (!sentence.isTranslatable()) {
        return Json(sentence.pattern());
    }
    Json arguments = Json::array();
    for (const Sentence& argument : sentence.arguments()) {
        arguments.push_back(sentenceToJson<Json>(argument));
    }
    return Json{{"say", sentence.pattern()}, {"with", std::move(arguments)}};
}

/// `otherwise` for whatever is no sentence.
template <typename Json> Sentence sentenceFromJson(const Json& json, Sentence otherwise = {}) {
    if (json.is_string()) {
        return Sentence(json.template get<std::string>());
    }
    if (!json.is_object() || !json.contains("say") || !json["say"].is_string() || !json.contains("with")) {
        return otherwise;
    }
    std::vector<Sentence> arguments;
    for (const Json& argument : json["with"]) {
        arguments.push_back(sentenceFromJson(argument));
    }
    return Sentence::translatable(json["say"].template get<std::string>(), std::move(arguments));
}

} // namespace sw
