#pragma once

#include "plan/stage.h"

#include <string>
#include <string_view>
#include <vector>

namespace moelab {

/// What a person called something, as part of a file's name that he can read: letters and digits of all scripts,
/// '.',
/// '_', '-', '+', '=' and ',' stay; blanks, and what a shell or a file system takes for something else, become '-'.
/// @param name UTF-8 @returns at most 100 bytes; empty if nothing is left
std::string fileNameOf(std::string_view name);

/// What files of a stage that a person takes away are called after: its name, with its group's as fileNameOf has it
/// ("expert-Road-vehicles"). Where that could be taken for another stage's, be it on a file system that does not
/// tell capitals apart, it is the stage's own name.
std::string fileNameOf(const Stage& stage, const std::vector<Stage>& stages);

} // namespace moelab
