#pragma once

#include "training/platform.h"

class QWidget;

namespace moelab {

/// Says which program this is, what it computes with and its licence. Does not wait for an answer.
void showAbout(QWidget* parent, const Libraries& libraries);

} // namespace moelab
