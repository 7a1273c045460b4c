#pragma once

#include <filesystem>
#include <string>

namespace moelab {

/// A folder that comes to be whole or not at all: it is filled beside its place under a name that tells what it is,
/// and gets its own at the end. If that end never comes, the folder goes with this object, or, after a crash, when
/// the next one is made in the same place.
class NewFolder {
  public:
    /// @throws Error if the folder to fill cannot be created in `parent`
    explicit NewFolder(std::filesystem::path parent);
    ~NewFolder();
    NewFolder(const NewFolder&) = delete;
    NewFolder& operator=(const NewFolder&) = delete;

    /// Where to write.
    const std::filesystem::path& path() const { return m_path; }

    /// Gives the folder a name that nothing in its parent has: `name` with `ending`, else with "-2", "-3"... behind
    /// that. Where it is too long for the file system, `name` loses its end.
    /// @returns the folder. @throws Error if it cannot be renamed
    std::filesystem::path finish(const std::string& name, const std::string& ending);

  private:
    std::filesystem::path m_parent;
    std::filesystem::path m_path;
    int m_lock = -1; ///< held as long as somebody fills it
};

} // namespace moelab
