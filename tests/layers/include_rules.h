#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <string>
#include <vector>

/// Which file may include what. Knows the source tree by its includes, and the order of the rooms by the READMEs
/// that people read.
class IncludeRules {
  public:
    /// @param root holds core/, app/ and, once there is one, ui/
    explicit IncludeRules(std::filesystem::path root)
        : m_root(std::move(root)) {
        for (const char* layer : {"core", "ui", "app"}) {
            if (!std::filesystem::is_directory(m_root / layer))
                continue;
            m_rooms[layer] = roomsIn(m_root / layer / "README.md");
            for (const auto& entry : std::filesystem::recursive_directory_iterator(m_root / layer))
                if (entry.path().extension() == ".h" || entry.path().extension() == ".cpp")
                    m_includes[entry.path().lexically_relative(m_root).generic_string()] = read(entry.path());
        }
    }

    std::size_t files() const { return m_includes.size(); }
    std::size_t rooms() const { return m_rooms.at("core").size() + m_rooms.at("ui").size(); }

    /// @returns "file includes what: why not", a line each
    std::vector<std::string> violations() const {
        std::vector<std::string> found;
        for (const auto& [file, includes] : m_includes) {
            if (!isKnown(file))
                found.push_back(file + ": " + layerOf(file) + "/README.md lists no room " + roomOf(file));
            for (const std::string& include : includes)
                if (const std::string problem = problemOf(file, include); !problem.empty())
                    found.push_back(file + " includes " + include + ": " + problem);
        }
        return found;
    }

  private:
    using Names = std::vector<std::string>;

    static std::string layerOf(const std::string& file) { return file.substr(0, file.find('/')); }
    /// "base", "torch/network"; "" of what stands in no room.
    static std::string roomOf(const std::string& file) {
        static const std::regex kRoom("^[a-z]+/((torch/)?[a-z_]+)/.*");
        std::smatch match;
        return std::regex_match(file, match, kRoom) ? match[1] : std::string();
    }
    static bool isTorch(const std::string& include) {
        static const std::regex kTorch("^(torch|ATen|c10|caffe2)/");
        return std::regex_search(include, kTorch);
    }
    static bool isQt(const std::string& include) {
        static const std::regex kQt("^(Q[A-Z]|Qt[A-Z0-9]|q[a-z]+\\.h$)");
        return std::regex_search(include, kQt);
    }

    /// The first column of its table, in order.
    static Names roomsIn(const std::filesystem::path& readme) {
        std::ifstream stream(readme);
        Names rooms;
        std::smatch match;
        static const std::regex kRow("^\\| `([a-z/_]+)/` \\|.*");
        for (std::string line; std::getline(stream, line);)
            if (std::regex_match(line, match, kRow))
                rooms.push_back(match[1]);
        return rooms;
    }

    static Names read(const std::filesystem::path& path) {
        std::ifstream stream(path);
        Names includes;
        std::smatch match;
        static const std::regex kInclude("^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]");
        for (std::string line; std::getline(stream, line);)
            if (line.find("include") != std::string::npos && std::regex_search(line, match, kInclude))
                includes.push_back(match[1]);
        return includes;
    }

    /// @returns the file of the tree that `include` means in `file`, or "" if it is none of the tree's
    std::string resolve(const std::string& file, const std::string& include) const {
        const auto beside =
            (std::filesystem::path(file).parent_path() / include).lexically_normal().generic_string();
        for (const std::string& candidate : {beside, layerOf(file) + "/" + include, "core/" + include,
                                             "core/torch/" + include, "ui/" + include, "app/" + include, include})
            if (m_includes.contains(candidate))
                return candidate;
        return {};
    }

    /// How high its room stands; what is in none stands above all. app/ has no rooms.
    std::ptrdiff_t heightOf(const std::string& file) const {
        const Names& rooms = m_rooms.at(layerOf(file));
        const auto found = std::ranges::find(rooms, roomOf(file));
        return found - rooms.begin();
    }
    bool isKnown(const std::string& file) const {
        return layerOf(file) == "app" || roomOf(file).empty() ||
               heightOf(file) < std::ssize(m_rooms.at(layerOf(file)));
    }

    std::string problemOf(const std::string& file, const std::string& include) const {
        static const std::map<std::string, int> kHeight = {{"core", 0}, {"ui", 1}, {"app", 2}};
        const std::string target = resolve(file, include);
        const bool inTorch = file.starts_with("core/torch/");
        if (!target.empty() && kHeight.at(layerOf(target)) > kHeight.at(layerOf(file)))
            return layerOf(file) + " does not know " + layerOf(target);
        if (!inTorch && (target.starts_with("core/torch/") || (target.empty() && isTorch(include))))
            return "LibTorch stays inside core/torch";
        if (layerOf(file) == "core" && isQt(include))
            return "core knows no Qt";
        if (!target.empty() && layerOf(target) == layerOf(file) && heightOf(target) > heightOf(file))
            return roomOf(target).empty() ? "what is in no room stands above " + roomOf(file)
                                          : "room " + roomOf(target) + " stands above " + roomOf(file);
        return {};
    }

    std::filesystem::path m_root;
    std::map<std::string, Names> m_rooms; ///< of each layer, lowest first
    std::map<std::string, Names> m_includes;
};
