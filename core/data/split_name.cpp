#include "data/split_name.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <utility>

namespace moelab {

SplitName splitNamed(std::string_view name) {
    static constexpr std::array<std::pair<std::string_view, SplitName>, 9> kNames = {
        {{"train", SplitName::Train},
         {"training", SplitName::Train},
         {"test", SplitName::Test},
         {"testing", SplitName::Test},
         {"t10k", SplitName::Test},
         {"val", SplitName::Validation},
         {"valid", SplitName::Validation},
         {"validation", SplitName::Validation},
         {"dev", SplitName::Validation}}};
    std::string lower(name);
    std::ranges::transform(lower, lower.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto found = std::ranges::find(kNames, lower, &std::pair<std::string_view, SplitName>::first);
    return found == kNames.end() ? SplitName::None : found->second;
}

} // namespace moelab
