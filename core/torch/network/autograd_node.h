#pragma once

#include <c10/util/intrusive_ptr.h>
#include <torch/csrc/autograd/edge.h>

#include <memory>
#include <type_traits>

namespace moelab {

/// A new node of LibTorch's graph, owned as LibTorch owns them: by a std::shared_ptr up to 2.13, since then by a
/// c10::intrusive_ptr. @tparam Node derived from torch::autograd::Node
template <class Node>
auto makeNode() {
    using Owner = decltype(torch::autograd::Edge::function);
    if constexpr (std::is_same_v<Owner, std::shared_ptr<typename Owner::element_type>>)
        return std::make_shared<Node>();
    else
        return c10::make_intrusive<Node>();
}

} // namespace moelab
