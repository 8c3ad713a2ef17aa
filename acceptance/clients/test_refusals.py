"""What the front door refuses, in CVAT's form and without a trace."""

import unittest

import house


class Refusals(unittest.TestCase):
    def test_health_and_version_are_open_to_all(self):
        self.assertEqual(house.call("GET", "/api/server/health/?format=json", user=None)[0], 200)
        self.assertEqual(house.call("GET", "/api/server/about", user=None)[1]["version"], "2.54.1")

    def test_a_forged_identity_header_signs_nobody_in(self):
        for name in ("X-Ocellus-Identity", "X-Identity", "X-Forwarded-User"):
            self.assertEqual(house.call("GET", "/api/users/self", user=None, headers={name: "admin"})[0], 401, name)

    def test_a_wrong_password_is_401_and_a_strangers_task_is_not_there(self):
        self.assertEqual(house.call("GET", "/api/users/self", password="wrong")[0], 401)
        status, task = house.call("POST", "/api/tasks", {"name": "mine", "labels": []})
        self.assertEqual(status, 201, task)
        password = house.register("passer-by")
        for method in ("GET", "PATCH", "DELETE"):
            status, body = house.call(method, f"/api/tasks/{task['id']}", {} if method == "PATCH" else None, user="passer-by", password=password)
            self.assertIn(status, (403, 404), (method, body))
        self.assertEqual(house.call("GET", f"/api/tasks/{task['id']}")[0], 200)

    def test_rubbish_is_a_clear_400(self):
        for body in (b"{", b"[" * 100_000, b'{"name": 7, "labels": 3}', b"\xff\xfe"):
            status, answer = house.call("POST", "/api/projects", body)
            self.assertEqual(status, 400, (body[:20], answer))

    def test_what_is_not_built_says_so(self):
        status, body = house.call("GET", "/api/webhooks")
        self.assertEqual(status, 501)
        self.assertIn("detail", body)


if __name__ == "__main__":
    unittest.main()
