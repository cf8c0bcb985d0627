'use strict';

/** The two stages of the Dockerfile that this API is built with. */
const stages = [
  {
    name: 'build',
    base: 'node:18',
    purpose: 'Instala las dependencias de producción con npm',
    ships: false,
  },
  {
    name: 'final',
    base: 'node:18-slim',
    purpose: 'Solo Node.js, el código y las dependencias que usa',
    ships: true,
  },
];

function findStage(name) {
  return stages.find((stage) => stage.name === name);
}

module.exports = { stages, findStage };
