#pragma once

#include "base/stop_token.h"
#include "experiment/experiment.h"

#include <filesystem>

namespace moelab {

/// All of them write one file, atomically, and refuse to replace one that exists.

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

} // namespace moelab
