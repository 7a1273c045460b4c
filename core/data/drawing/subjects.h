#pragma once

#include "data/drawing/painter.h"
#include "data/drawing/random.h"

namespace moelab::drawing {

// One function a class. Each draws its subject in one of several shapes, views and coats, within about -1 ..
// 1, facing right and upright. Related classes share parts and overlap in their measures on purpose: what
// tells a car from a truck or a cat from a dog is a few pixels, what tells machines from animals is the whole
// picture.

void drawAirplane(Painter& painter, Random& random);
void drawAutomobile(Painter& painter, Random& random);
void drawShip(Painter& painter, Random& random);
void drawTruck(Painter& painter, Random& random);

void drawBird(Painter& painter, Random& random);
void drawCat(Painter& painter, Random& random);
void drawDeer(Painter& painter, Random& random);
void drawDog(Painter& painter, Random& random);
void drawFrog(Painter& painter, Random& random);
void drawHorse(Painter& painter, Random& random);

} // namespace moelab::drawing
