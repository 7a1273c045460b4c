#pragma once

#include <stdexcept>
#include <string>

namespace moelab {

/// The one exception type of the core. Its message always answers three questions, in this order:
/// which file or parameter, what is wrong with it, and what to do next.
class Error : public std::runtime_error {
  public:
    /// @param subject a path or the name of a parameter, e.g. "data_batch_3.bin" or "train_examples"
    /// @param problem what is wrong with it, "is 0" or "cannot be read"; or a sentence of its own, and then the
    ///                subject ends with a colon; without a closing full stop
    /// @param advice  what a person can do next, without a closing full stop
    Error(const std::string& subject, const std::string& problem, const std::string& advice)
        : std::runtime_error(subject + " " + problem + ". " + advice + ".")
        , m_subject(subject.ends_with(':') ? subject.substr(0, subject.size() - 1) : subject)
        , m_problem(problem) {}

    const std::string& subject() const { return m_subject; }
    const std::string& problem() const { return m_problem; }

  private:
    std::string m_subject;
    std::string m_problem;
};

/// Thrown when work ends because a person asked it to stop; nothing is wrong.
class Stopped : public std::exception {
  public:
    const char* what() const noexcept override { return "stopped"; }
};

} // namespace moelab
