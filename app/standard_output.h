#pragma once

namespace moelab {

/// Standard output, checked to its end: at the end it is known whether every byte of it was written, and why not.
/// To be made once, before anything is printed; then all that stdio prints counts.
class StandardOutput {
  public:
    /// Takes the place of stdio's own stdout, which keeps no more than that something failed. And sees to it that
    /// no file that is opened later gets the number of a standard stream that was closed when the program was
    /// started.
    StandardOutput();

    /// Writes what is left. After that nothing is printed.
    /// @throws Error with the system's reason, if anything could not be written
    void close();
};

} // namespace moelab
