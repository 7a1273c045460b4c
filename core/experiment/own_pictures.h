#pragma once

#include "base/stop_token.h"
#include "data/image_set.h"
#include "experiment/member_outputs.h"
#include "plan/stage.h"

#include <vector>

namespace moelab {

class Experiment;

/// @throws Error if pictures have not the size of a run's images
void checkSize(Experiment& experiment, const ImageSet& pictures);

/// Outputs of trained members for pictures that are in no data set. Needs no images of the run's data.
/// @param pictures of the run's image size; their labels mean nothing
/// @param members trained stages; with the mixture, all of them
/// @returns outputs without labels; see Engine::outputs
/// @throws Error if `members` is empty or a picture has another size; Stopped
MemberOutputs ownOutputs(Experiment& experiment, const ImageSet& pictures, const std::vector<Stage>& members,
                         const StopToken& stop);

} // namespace moelab
