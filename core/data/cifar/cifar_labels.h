#pragma once

#include "data/cifar/cifar_set.h"
#include "data/class_groups.h"
#include "data/data_options.h"

#include <cstdint>
#include <string>
#include <vector>

namespace moelab {

/// Checks the labels of a CIFAR data set's records, and learns from them which superclass each class belongs to.
class CifarLabels {
  public:
    CifarLabels(const CifarSet& set, Labels wanted);

    const CifarSet& set() const { return m_set; }

    /// Whether records are of use whose images are not kept: the superclass of some class is not known yet.
    bool wantsMore() const { return m_unknown > 0; }

    /// Takes the labels of a record. @param coarse its superclass; any number if the set has none
    /// @returns what is wrong with them, to be put behind what they are of: "has label 10; CIFAR-10 has labels 0 to
    /// 9";
    ///          empty if nothing is
    std::string take(std::int64_t fine, std::int64_t coarse);

    /// @returns the one that is wanted of a record's labels, which were taken
    std::uint16_t wanted(std::int64_t fine, std::int64_t coarse) const {
        return static_cast<std::uint16_t>(m_wanted == Labels::Coarse && m_set.hasSuperclasses() ? coarse : fine);
    }

    /// The superclasses as groups of classes, named by `names`. None if the set has no superclasses, or some class
    /// or superclass was in no record.
    ClassGroups groups(const std::vector<std::string>& names) const;

  private:
    const CifarSet& m_set;
    Labels m_wanted;
    std::vector<int> m_superclassOf; ///< of each class; -1 while it is not known
    std::size_t m_unknown;
};

} // namespace moelab
