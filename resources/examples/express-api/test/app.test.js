'use strict';

const assert = require('node:assert');
const { test } = require('node:test');
const supertest = require('supertest');
const { createApp } = require('../src/app');

const api = supertest(createApp());

test('the list of stages names both', async () => {
  const response = await api.get('/stages').expect(200);
  assert.deepStrictEqual(
    response.body.map((stage) => stage.name),
    ['build', 'final'],
  );
});

test('only the final stage ships', async () => {
  assert.strictEqual((await api.get('/stages/build')).body.ships, false);
  assert.strictEqual((await api.get('/stages/final')).body.ships, true);
});

test('an unknown stage is not found', async () => {
  const response = await api.get('/stages/tester').expect(404);
  assert.match(response.body.error, /tester/);
});
