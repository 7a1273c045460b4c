#pragma once

#include "base/stop_token.h"
#include "experiment/experiment.h"

#include <filesystem>
#include <vector>

namespace moelab {

/// All of them write whole files, atomically, and refuse to replace one that exists.

/// The weights of every trained member: "<member>.<layer>.weight", "<member>.<layer>.bias", F32, members named as
/// in the run folder and "sub-gate-<group>". First dense layers read height x width x channels, channels last.
/// @throws Error if no stage is trained
void exportSafeTensors(Experiment& experiment, const std::filesystem::path& file);

/// The trained mixture for Python's torch.jit.load: forward(images [N, 3, height, width] float, pixels / 255) gives
/// the mixture's outputs [N, classes]; the methods baseline, gate, expert_<group> and sub_gate_<group> ([N,
/// classes, 2]) give the members'. A '-' in a group's name is a '_' there.
/// @throws Error naming a stage that is not trained
void exportTorchScript(Experiment& experiment, const std::filesystem::path& file);

/// The test images with every member's outputs (see image_table.h). @throws Stopped
void exportImageTable(Experiment& experiment, const std::filesystem::path& file, const StopToken& stop);

/// The epochs of a run's stages as CSV (see run_tables.h). May be in training.
void exportHistory(const std::filesystem::path& run, const std::filesystem::path& file);

/// A run, or the runs of a workspace, as CSV (see run_tables.h). Those that cannot be read are left out, with a
/// warning. @throws Error if there are none
void exportRuns(const std::filesystem::path& runOrWorkspace, const std::filesystem::path& file);

/// The epochs of a run, or of every run of a workspace, for TensorBoard: for each stage an event file
/// `<folder>/<run>/<stage>/events.out.tfevents...` (see tensorboard.h); <run> is the run's folder, for a workspace
/// its path in there. Files of an earlier export are brought up to date. Runs that cannot be read, and
/// files that cannot be written or are not from an earlier export, are left out, with a warning.
/// @returns the files. @throws Error if no epoch has ended, or all was left out
std::vector<std::filesystem::path> exportTensorBoard(const std::filesystem::path& runOrWorkspace,
                                                     const std::filesystem::path& folder);

} // namespace moelab
