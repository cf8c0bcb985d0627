#pragma once

namespace sw::ui {

/// Makes stage graphs readable for screen readers: the view is a tree whose items are the stages and images, with their
/// instructions below them. Once per program; further calls do nothing.
void installGraphAccessibility();

} // namespace sw::ui
