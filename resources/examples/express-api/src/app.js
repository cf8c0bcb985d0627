'use strict';

const express = require('express');
const { stages, findStage } = require('./stages');

/** The API, without a port: index.js gives it one, the test asks it directly. */
function createApp() {
  const app = express();
  app.disable('x-powered-by');

  app.get('/', (request, response) => {
    response.json({
      name: 'Multi-stage build',
      message: 'Una API construida en una etapa y servida desde otra',
      links: ['/stages', '/stages/build', '/stages/final', '/health'],
    });
  });

  app.get('/stages', (request, response) => {
    response.json(stages);
  });

  app.get('/stages/:name', (request, response) => {
    const stage = findStage(request.params.name);
    if (!stage) {
      response.status(404).json({ error: `there is no stage named ${request.params.name}` });
      return;
    }
    response.json(stage);
  });

  app.get('/health', (request, response) => {
    response.json({ status: 'ok', node: process.version, uptime: Math.round(process.uptime()) });
  });

  app.use((request, response) => {
    response.status(404).json({ error: `nothing here: ${request.path}` });
  });

  return app;
}

module.exports = { createApp };
