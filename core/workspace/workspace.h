#pragma once

#include <filesystem>
#include <set>
#include <vector>

namespace moelab {

/// A workspace is a folder that holds runs, at its top or in folders of their own (a sweep's, for example). The run
/// folders are all there is to it: what else is kept about them can be made again from them.

/// Default folder of runs: $XDG_DATA_HOME/moelab/runs or ~/.local/share/moelab/runs. It need not
/// exist.
std::filesystem::path defaultWorkspace();

/// The runs of a workspace, sorted by path: folders that hold a config.json, down to limits::kWorkspaceDepth
/// folders deep, but none within a run or in a hidden folder. A symbolic link counts as the folder that it leads
/// to, unless that is found without it, or holds the workspace. @returns none if there is no such folder
/// @throws Error if the folder cannot be read, or contains more than limits::kWorkspaceRuns
std::vector<std::filesystem::path> runsIn(const std::filesystem::path& workspace);

/// The runs that a person names by one folder: the run that it is, else those of runsIn. Links that lead nowhere
/// are named in the log. @throws Error likewise
std::vector<std::filesystem::path> runsAt(const std::filesystem::path& runOrWorkspace);

/// The folder as absolute path without a slash at its end, so that its name and the folder that it lies in can be
/// told. @throws Error if the path is empty
std::filesystem::path wholePath(const std::filesystem::path& folder);

/// Those of the runs that a process of this machine has open for writing.
std::set<std::filesystem::path> runsInUse(const std::vector<std::filesystem::path>& runs);

/// Moves a run into the workspace's hidden folder `.trash`, from where putBack can take it. Nothing is deleted. Of
/// a run behind a link, the link is moved.
/// @returns where it lies now. @throws Error if it is open somewhere, or cannot be moved
std::filesystem::path moveToTrash(const std::filesystem::path& workspace, const std::filesystem::path& run);

/// Undoes moveToTrash. @param trashed what that returned
/// @throws Error if something else stands at `run` by now, or it cannot be moved
void putBack(const std::filesystem::path& trashed, const std::filesystem::path& run);

/// Deletes all that lies in the workspace's trash. @throws Error if something cannot be removed
void emptyTrash(const std::filesystem::path& workspace);

} // namespace moelab
