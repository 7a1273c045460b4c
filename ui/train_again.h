#pragma once

class QString;
class QWidget;

namespace moelab {

/// What becomes of stages that training would replace.
enum class TrainAgain {
    AsNewRun, ///< they stay, and another run is trained
    Here,     ///< they are replaced when what is trained again has its result
    Not
};

/// Asks a person; Return answers with a new run.
TrainAgain askTrainAgain(QWidget* parent, const QString& question);

} // namespace moelab
