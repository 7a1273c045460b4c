#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

/// Which file may include what. Knows the source tree by its includes alone.
class IncludeRules {
  public:
    /// @param root holds core/, app/ and, once there is one, ui/
    explicit IncludeRules(std::filesystem::path root)
        : m_root(std::move(root)) {
        for (const char* layer : {"core", "ui", "app"})
            if (std::filesystem::is_directory(m_root / layer))
                for (const auto& entry : std::filesystem::recursive_directory_iterator(m_root / layer))
                    if (entry.path().extension() == ".h" || entry.path().extension() == ".cpp")
                        m_includes[entry.path().lexically_relative(m_root).generic_string()] = read(entry.path());
    }

    std::size_t files() const { return m_includes.size(); }

    /// @returns "file includes what: why not", a line each
    std::vector<std::string> violations() const {
        std::vector<std::string> found;
        for (const auto& [file, includes] : m_includes)
            for (const std::string& include : includes)
                if (const std::string problem = problemOf(file, include); !problem.empty())
                    found.push_back(file + " includes " + include + ": " + problem);
        return found;
    }

  private:
    using Names = std::vector<std::string>;

    static std::string layerOf(const std::string& file) { return file.substr(0, file.find('/')); }
    static std::string roomOf(const std::string& file) {
        const std::size_t begin = file.find('/') + 1;
        return file.substr(begin, file.find('/', begin) - begin);
    }
    static bool isTorch(const std::string& include) {
        static const std::regex kTorch("^(torch|ATen|c10|caffe2)/");
        return std::regex_search(include, kTorch);
    }
    static bool isQt(const std::string& include) {
        static const std::regex kQt("^(Q[A-Z]|Qt[A-Z0-9]|q[a-z]+\\.h$)");
        return std::regex_search(include, kQt);
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
        for (const std::string& candidate :
             {beside, layerOf(file) + "/" + include, "core/" + include, "ui/" + include, "app/" + include, include})
            if (m_includes.contains(candidate))
                return candidate;
        return {};
    }

    bool reachesTorch(const std::string& file, std::set<std::string>& seen) const {
        if (!seen.insert(file).second)
            return false;
        for (const std::string& include : m_includes.at(file)) {
            const std::string target = resolve(file, include);
            if (isTorch(include) || (!target.empty() && reachesTorch(target, seen)))
                return true;
        }
        return false;
    }

    std::string problemOf(const std::string& file, const std::string& include) const {
        static const std::map<std::string, int> kHeight = {{"core", 0}, {"ui", 1}, {"app", 2}};
        const std::string target = resolve(file, include);
        if (!target.empty() && kHeight.at(layerOf(target)) > kHeight.at(layerOf(file)))
            return layerOf(file) + " does not know " + layerOf(target);
        if (layerOf(file) == "core")
            return problemInCore(file, include, target);
        std::set<std::string> seen;
        if (isTorch(include) || (!target.empty() && layerOf(target) == "core" && reachesTorch(target, seen)))
            return "LibTorch stays inside core";
        return {};
    }

    std::string problemInCore(const std::string& file, const std::string& include,
                              const std::string& target) const {
        if (isQt(include))
            return "core knows no Qt";
        static const Names kRooms = {"base",       "data",      "config",   "network", "plan",   "training",
                                     "experiment", "workspace", "analysis", "sweep",   "export", "engine"};
        const auto height = [&](const std::string& path) { return std::ranges::find(kRooms, roomOf(path)); };
        if (!target.empty() && height(target) > height(file))
            return "room " + roomOf(target) + " stands above " + roomOf(file);
        const std::string room = roomOf(file);
        const bool home = room == "network" || room == "training";
        const bool source = (room == "experiment" || room == "export") && file.ends_with(".cpp");
        if (isTorch(include) && !home && !source)
            return "LibTorch is for network, training and the sources of experiment and export";
        return {};
    }

    std::filesystem::path m_root;
    std::map<std::string, Names> m_includes;
};
