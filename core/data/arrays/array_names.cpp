#include "data/arrays/array_names.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace moelab {
namespace {

char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// The parts of a name that stand between any of `separators`, in small letters.
std::vector<std::string> wordsOf(std::string_view name, std::string_view separators) {
    std::vector<std::string> words(1);
    for (const char c : name) {
        if (separators.find(c) != std::string_view::npos)
            words.emplace_back();
        else
            words.back() += small(c);
    }
    return words;
}

/// "idx3"
bool isIdxWord(std::string_view word) {
    return word.size() == 4 && word.starts_with("idx") && word[3] >= '1' && word[3] <= '9';
}

/// The types that stand behind "idx3".
bool isTypeWord(std::string_view word) {
    constexpr std::array<std::string_view, 6> kTypes = {"ubyte", "byte", "short", "int", "float", "double"};
    return std::ranges::find(kTypes, word) != kTypes.end();
}

/// @returns whether it means labels, or nothing if it means neither them nor images
std::optional<bool> meansLabels(std::string_view word) {
    if (word == "labels" || word == "y")
        return true;
    if (word == "images" || word == "x")
        return false;
    return std::nullopt;
}

} // namespace

std::optional<ArrayRole> idxRole(std::string_view fileName) {
    std::vector<std::string> words = wordsOf(fileName, "-._ ");
    const auto takeLast = [&](auto isWanted) {
        const bool there = !words.empty() && isWanted(words.back());
        if (there)
            words.pop_back();
        return there;
    };
    takeLast([](const std::string& word) { return word == "gz"; });
    takeLast(isTypeWord);
    if (!takeLast(isIdxWord) || words.empty())
        return std::nullopt;
    ArrayRole role;
    role.isLabels = words.back() == "labels";
    if (!takeLast([](const std::string& word) { return word == "labels" || word == "images"; }))
        return std::nullopt;
    if (!words.empty() && splitNamed(words.back()) != SplitName::None) {
        role.split = splitNamed(words.back());
        words.pop_back();
    }
    for (const std::string& word : words)
        role.set += (role.set.empty() ? "" : "-") + word;
    return role;
}

std::optional<ArrayRole> numpyRole(std::string_view fileName) {
    constexpr std::string_view kEnding = ".npy";
    if (!fileName.ends_with(kEnding))
        return std::nullopt;
    fileName.remove_suffix(kEnding.size());
    std::vector<std::string> words = wordsOf(fileName, "-_");
    if (words.size() > 2)
        return std::nullopt;
    ArrayRole role;
    if (words.size() == 2) {
        const std::size_t place = splitNamed(words[0]) != SplitName::None ? 0 : 1;
        role.split = splitNamed(words[place]);
        if (role.split == SplitName::None)
            return std::nullopt;
        words.erase(words.begin() + static_cast<std::ptrdiff_t>(place));
    }
    const auto labels = meansLabels(words[0]);
    if (!labels)
        return std::nullopt;
    role.isLabels = *labels;
    return role;
}

} // namespace moelab
