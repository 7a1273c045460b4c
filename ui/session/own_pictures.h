#pragma once

#include "data/image_set.h"
#include "experiment/member_outputs.h"

#include <QStringList>

#include <memory>

namespace moelab {

/// Pictures that a person brought, as the run's members see them.
struct OwnPictures {
    static constexpr int kMost = 200;

    QStringList files;                            ///< names without folders, to be shown
    ImageSet set;                                 ///< [files]; labels mean nothing
    std::shared_ptr<const MemberOutputs> outputs; ///< without labels; null until they are computed
    QString problem = {};                         ///< why they cannot be asked; empty if they can
};

} // namespace moelab
